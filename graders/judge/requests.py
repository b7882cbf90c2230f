"""Requests as a judge writes them, and answers as it reads them."""

import json
import random
from dataclasses import dataclass, field
from typing import Any, Dict, List, Tuple
from urllib.parse import quote, urlencode

from graders.judge.errors import ExpectationFailed, WorkError

SHOWN_CHARS = 160
AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/137.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Safari/605.1.15",
    "python-httpx/0.28.1",
    "curl/8.14.1",
)
ACCEPTS = ("*/*", "application/json", "application/json, text/plain, */*")
LANGUAGES = ("en", "en-GB,en;q=0.7", "de-DE,de;q=0.9,en;q=0.5", "pt-BR,pt;q=0.8")
ERRORS = {  # of the load generator -> of a check, and what came in words
    "refused": ("ended", "the connection was refused"),
    "ended": ("ended", "your server had ended"),
    "slow": ("slow", "no answer in time"),
    "unfinished": ("slow", "an answer that was never finished"),
    "unsent": ("slow", "it could not even be sent in time"),
    "cut_off": ("ended", "the connection was closed before the answer was whole"),
    "closed": ("ended", "the connection was closed"),
    "malformed": ("protocol", "an answer that is not HTTP/1.1"),
    "too_large": ("protocol", "an answer of more than 1 MiB"),
    "encoded": ("protocol", "a compressed answer, which was not asked for"),
    "unasked": ("protocol", "more bytes than the answer should have"),
}


@dataclass(frozen=True)
class Request:
    """One request; ``note`` is the judge's own and stays with it."""

    method: str
    path: str
    body: str = ""
    headers: Tuple[Tuple[str, str], ...] = ()
    note: Any = None


@dataclass(frozen=True)
class Answer:
    """One whole answer; ``seconds`` is from when it was due."""

    status: int
    headers: Dict[str, str]
    body: str
    seconds: float = 0.0
    asked: str = field(default="", compare=False)

    def json(self) -> Any:
        """Its body as strict JSON, or the check fails."""
        try:
            return json.loads(self.body.encode("latin-1"), parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise ExpectationFailed(
                f"{self.asked} answered {shown(self.body)}",
                expected="a body of JSON",
                kind="type",
            ) from None

    def expect_status(self, *allowed: int, hint: str = "") -> "Answer":
        """This answer again, or the check fails."""
        if self.status not in allowed:
            wanted = " or ".join(str(each) for each in allowed)
            raise ExpectationFailed(
                f"{self.asked} answered {self.status}: {shown(self.body)}",
                expected=f"status {wanted}",
                hint=hint,
            )
        return self


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def shown(text: str) -> str:
    """The start of ``text``, safe to print."""
    safe = "".join(c if c.isprintable() else " " for c in text[: SHOWN_CHARS + 1])
    return safe[:SHOWN_CHARS] + "…" if len(safe) > SHOWN_CHARS else safe or "nothing"


def get(path: str, note: Any = None, **query: Any) -> Request:
    """GET ``path`` with ``query``; a list in it repeats its key."""
    words = urlencode(query, doseq=True)
    whole = quote(path, safe="/%.-_~") + (f"?{words}" if words else "")
    return Request("GET", whole, note=note)


def post(path: str, payload: Any, note: Any = None) -> Request:
    """POST ``payload`` as JSON; text is sent as it is."""
    body = payload if type(payload) is str else json.dumps(payload)
    kind = (("Content-Type", "application/json"),)
    return Request("POST", quote(path, safe="/%.-_~"), body, kind, note)


def dressed(request: Request, port: int, draw: random.Random) -> Dict[str, Any]:
    """``request`` as it is sent: in the clothes of some browser or client."""
    headers: List[Tuple[str, str]] = [
        ("User-Agent", draw.choice(AGENTS)),
        ("Accept", draw.choice(ACCEPTS)),
        ("Accept-Language", draw.choice(LANGUAGES)),
        ("Accept-Encoding", "identity"),
        *request.headers,
    ]
    draw.shuffle(headers)
    return {
        "method": request.method,
        "path": request.path,
        "headers": [("Host", f"127.0.0.1:{port}"), *headers],
        "body": request.body,
    }


def failure(asked: str, error: str, seconds: float) -> WorkError:
    """What a check is told when there was no whole answer."""
    kind, words = ERRORS.get(error, ("protocol", error))
    within = f" within {seconds:g} s" if kind == "slow" else ""
    return WorkError(kind, f"{asked}: {words}{within}.")
