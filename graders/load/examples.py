"""The public requests of an assignment: what a student's server is asked at home."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional

from graders.load.http import Answer, request_bytes

FILE = "requests.json"
FILE_BYTES = 2**18
MOST = 200
KEYS = {"method", "path", "body", "status", "answer"}
SHOWN = 160
NOTHING = object()


@dataclass(frozen=True)
class Example:
    """One request and what is to be answered; without ``answer`` any body will do."""

    method: str
    path: str
    body: Optional[str] = None
    status: int = 200
    answer: Any = NOTHING

    def data(self, port: int) -> bytes:
        """The request, ready to be sent."""
        headers = [("Host", f"127.0.0.1:{port}"), ("Accept", "*/*")]
        if self.body is not None:
            headers.append(("Content-Type", "application/json"))
        body = (self.body or "").encode("utf-8")
        return request_bytes(self.method, self.path, headers, body)

    def complaint(self, got: Answer) -> str:
        """What is wrong with an answer, or nothing."""
        said = got.body.decode("utf-8", "replace")
        shown = "".join(c if c.isprintable() else " " for c in said[:SHOWN])
        if got.status != self.status:
            return f"answered {got.status} instead of {self.status}: {shown}"
        if self.answer is NOTHING:
            return ""
        try:
            is_right = alike(json.loads(said), self.answer)
        except (ValueError, RecursionError):
            is_right = False
        return "" if is_right else f"{shown} instead of {json.dumps(self.answer)}"


def alike(got: Any, want: Any) -> bool:
    """Are two values of JSON the same, numbers to one part in a million?"""
    if isinstance(want, dict):
        same = isinstance(got, dict) and set(got) == set(want)
        return same and all(alike(got[key], want[key]) for key in want)
    if isinstance(want, list):
        same = isinstance(got, list) and len(got) == len(want)
        return same and all(alike(one, other) for one, other in zip(got, want))
    if type(want) in (int, float):
        is_number = type(got) in (int, float)
        return is_number and math.isclose(got, want, rel_tol=1e-6, abs_tol=1e-9)
    return type(got) is type(want) and bool(got == want)


def read_examples(data: Path, ready: str) -> List[Example]:
    """Those of ``requests.json`` among the public data, or just the ready path.

    Raise ValueError in words where the file is not as it should be.
    """
    path = data / FILE
    if not path.is_file():
        return [Example("GET", ready)]
    if path.stat().st_size > FILE_BYTES:
        raise ValueError(f"{FILE} is larger than {FILE_BYTES // 1024} KiB")
    said = json.loads(path.read_text(encoding="utf-8"))
    if type(said) is not list or not 0 < len(said) <= MOST:
        raise ValueError(f"{FILE} must be a list of 1 to {MOST} requests")
    return [_example(each, number) for number, each in enumerate(said, 1)]


def _example(said: Any, number: int) -> Example:
    place = f"{FILE}, request {number}"
    if type(said) is not dict or "path" not in said or set(said) - KEYS:
        raise ValueError(f"{place}: needs path; may have {', '.join(sorted(KEYS))}")
    if type(said["path"]) is not str or not said["path"].startswith("/"):
        raise ValueError(f"{place}: path must begin with /")
    return Example(
        method=str(said.get("method", "POST" if "body" in said else "GET")),
        path=said["path"],
        body=_body(said),
        status=int(said.get("status", 200)),
        answer=said.get("answer", NOTHING),
    )


def _body(said: Dict[str, Any]) -> Optional[str]:
    """JSON, unless it is text: that is sent as it stands."""
    if "body" not in said:
        return None
    body = said["body"]
    return body if type(body) is str else json.dumps(body)
