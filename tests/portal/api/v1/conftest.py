"""A course with its cast, and programs that speak for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.services import issue_token
from tests.factories.grading import a_course, a_person, an_assignment, an_enrollment

ALL = ("read", "submit", "staff")


@dataclass
class Program:
    """A person's program with its token."""

    person: User
    token: str

    def __call__(self, method: str, url: str, **more: Any):
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return getattr(Client(), method)(url, headers=headers, **more)

    def get(self, url: str, **more: Any):
        return self("get", url, **more)

    def post(self, url: str, data: Any = None, **more: Any):
        return self("post", url, data=data, **more)


@pytest.fixture(autouse=True)
def unthrottled():
    """Forget who asked how often in the test before."""
    cache.clear()


@pytest.fixture
def program(db) -> Callable[..., Program]:
    def program(person: User, scopes=ALL, *, days: float = 1) -> Program:
        now = timezone.now()
        issued = min(now, now + timedelta(days=days - 1))
        _, plaintext = issue_token(
            person,
            name="test",
            scopes=scopes,
            expires_at=issued + timedelta(days=1),
            actor=person,
            now=issued,
        )
        return Program(person, plaintext)

    return program


@pytest.fixture
def course(db):
    return a_course("w251")


@pytest.fixture
def assignment(course):
    due = timezone.now() + timedelta(days=7)
    when = {"at": due.isoformat(), "session": None, "offset": 0.0, "days": 0}
    return an_assignment(course, due=when, optional=["*.py"])


@pytest.fixture
def enrollment(course):
    return an_enrollment(course, "Alice")


@pytest.fixture
def alice(enrollment, program):
    return program(enrollment.user, ("read", "submit"))


@pytest.fixture
def bob(course, program):
    return program(an_enrollment(course, "Bob").user)


@pytest.fixture
def tara(course, program):
    return program(an_enrollment(course, "Tara", "grader").user)


@pytest.fixture
def stranger(program):
    return program(a_person("Mallory"))


@pytest.fixture
def url(assignment) -> str:
    return f"/api/v1/assignments/{assignment.public_id}/submissions/"


@pytest.fixture
def hand_in(url) -> Callable[..., Any]:
    def hand_in(program: Program, files=None, to: str = "", **more: Any):
        sent = [
            SimpleUploadedFile(name, content)
            for name, content in (files or {"train.py": b"x = 1\n"}).items()
        ]
        data = {"files": sent, **more.pop("data", {})}
        return program.post(to or url, data, **more)

    return hand_in


def problem(response, status: int, code: str) -> dict[str, Any]:
    """Return the problem's body; it must be one."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"].endswith((".", "?"))
    assert body["type"] == f"urn:assay:problem:{code}"
    return body
