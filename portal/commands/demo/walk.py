"""Hands in work over the REST API as a student's program would, and reads grades."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

LIVE = {"received", "held", "queued", "running"}
PATIENCE_S = 600.0


class WalkError(Exception):
    """The API did not do what the demo needs; says which call and what came."""


@dataclass(frozen=True)
class Work:
    """One hand-in of the demo: a folder under its assignment's own."""

    assignment: str
    title: str
    folder: Path


@dataclass(frozen=True)
class Graded:
    """What became of it; ``points`` is None when it has no score."""

    title: str
    state: str
    points: float | None
    max_points: float | None
    seconds: float
    sandbox: str
    sentence: str


class Student:
    """A person's program: signs in with a token, hands in, follows, reads."""

    def __init__(self, site: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=site,
            headers={"Authorization": f"Bearer {token}"},
            timeout=60.0,
        )

    def assignments(self) -> dict[str, str]:
        """Return the id of each assignment of every course, by slug."""
        found = {}
        for course in self._get("/api/v1/courses/")["results"]:
            url = f"/api/v1/courses/{course['id']}/assignments/"
            for assignment in self._get(url)["results"]:
                found[assignment["slug"]] = assignment["id"]
        return found

    def hand_in(self, assignment_id: str, work: Work) -> str:
        """Send the folder's files; return the submission's id."""
        found = [
            path
            for path in sorted(work.folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        ]
        answer = self._http.post(
            f"/api/v1/assignments/{assignment_id}/submissions/",
            files=[("files", (path.name, path.read_bytes())) for path in found],
            data={"paths": [str(path.relative_to(work.folder)) for path in found]},
        )
        return str(_json(answer, 201)["id"])

    def follow(self, submission_id: str, say: Callable[[str], None]) -> dict[str, Any]:
        """Wait until the submission needs nobody's machine any more."""
        deadline = time.monotonic() + PATIENCE_S
        last = ""
        while True:
            found = self._get(f"/api/v1/submissions/{submission_id}/?wait=5")
            word = str(found["state"])
            if word != last:
                say(word)
                last = word
            if word not in LIVE:
                return found
            if time.monotonic() > deadline:
                raise WalkError(f"Still {word} after {PATIENCE_S:.0f} s.")

    def report(self, submission_id: str) -> dict[str, Any]:
        """Return the full report of a graded submission, or nothing."""
        answer = self._http.get(f"/api/v1/submissions/{submission_id}/report/")
        return {} if answer.status_code == 404 else _json(answer, 200)

    def _get(self, url: str) -> dict[str, Any]:
        return _json(self._http.get(url), 200)


def sign_in(site: str, email: str, password: str) -> str:
    """Trade an e-mail address and a password for an access token."""
    answer = httpx.post(
        f"{site}/api/v1/tokens/",
        json={"email": email, "password": password, "name": "demo"},
        timeout=30.0,
    )
    return str(_json(answer, 201)["token"])


def _json(answer: httpx.Response, status: int) -> dict[str, Any]:
    if answer.status_code != status:
        raise WalkError(
            f"{answer.request.method} {answer.request.url.path} answered "
            f"{answer.status_code}, not {status}: {answer.text[:500]}"
        )
    return dict(answer.json())
