"""Before a release nothing of a grade reaches its student: every address is walked."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from graders.protocol import CheckResult
from portal.accounts.services import issue_token
from portal.gradebook import services
from portal.gradebook.models import Category
from tests.factories.grading import (
    a_check,
    a_course,
    a_submission,
    an_assignment,
    an_enrollment,
    grade,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
# What only the grade holds, however it is written.
HIDDEN = ("73.125", "73.13", "73.1", "SECRETREASON", "SECRETCOMMENT", "41.625", "41.6")
OF_OTHERS = ("/admin/", "/ops/", "/accounts/", "/api/runner/", "/api/v1/schema/")


class Scene:
    """A student with an override, a comment and a hidden check on one assignment."""

    def __init__(self):
        self.now = timezone.now()
        self.course = a_course("w251", policy={"boards": ["hw05"]})
        Category.objects.create(
            course=self.course, slug="homework", title="Homework", weight=100
        )
        checks = [
            a_check("accuracy", 50.0),
            a_check("secret", 50.0, visibility="hidden", measure="secret"),
        ]
        board = {"title": "B", "quality": "a", "size": "b", "latency": "c", "gate": ""}
        self.item = an_assignment(self.course, checks, board=board)
        self.ada = an_enrollment(self.course, "Ada")
        self.tara = an_enrollment(self.course, "Tara", "instructor").user
        self.work = a_submission(self.item, self.ada)
        found = (CheckResult("accuracy", True), CheckResult("secret", True))
        grade(self.work, a_runner(), now=self.work.received_at, checks=found)
        who = {"actor": self.tara, "now": self.now}
        why = {"reason": "SECRETREASON", **who}
        services.enter_override(self.item, self.ada, points=73.125, **why)
        services.comment(self.item, self.ada, text="SECRETCOMMENT", **who)
        # A total that only these two make: (73.125 + 10.125) / 2.
        other = an_assignment(self.course, [a_check("one", 100.0)], slug="hw06")
        services.enter_override(other, self.ada, points=10.125, **why)
        self.assignments = (self.item, other)

    def release(self):
        for one in self.assignments:
            services.release(one, reason="Done.", actor=self.tara, now=self.now)

    def withdraw(self):
        for one in self.assignments:
            services.withdraw(one, reason="A fault.", actor=self.tara, now=self.now)

    def addresses(self):
        """Return every address a browser or program may GET, with ids of the scene."""
        ids = [
            [],
            [self.course.public_id],
            [self.item.public_id],
            [self.work.public_id],
            [self.ada.public_id],
            [self.ada.public_id, self.item.public_id],
            [self.item.public_id, self.ada.public_id],
            *([self.work.public_id, name] for name in ("train.py", "public")),
            *([self.course.public_id, name] for name in (*SHAPES, "csv", "xlsx")),
        ]
        found = set()
        for name in names():
            for arguments in ids:
                try:
                    found.add(reverse(name, args=arguments))
                except Exception:
                    continue
        return sorted(url for url in found if not url.startswith(OF_OTHERS))


SHAPES = ("grades", "workbook", "ledger", "canvas", "moodle", "gradescope")


def names(resolver=None, space=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from names(pattern, ":".join(filter(None, (space, inner))))
        elif pattern.name:
            yield ":".join(filter(None, (space, pattern.name)))


def text_of(answer):
    """Return all that an answer says; of archives and workbooks what is in them."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def told(scene):
    """Return the addresses that answer the student, and what each of them tells."""
    browser = Client(raise_request_exception=False)
    browser.force_login(scene.ada.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    _, token = issue_token(
        scene.ada.user,
        name="all",
        scopes=["read", "submit", "staff"],
        expires_at=scene.now + timedelta(days=1),
        actor=scene.ada.user,
        now=scene.now,
    )
    headers = {"Authorization": f"Bearer {token}"}
    said = {}
    for url in scene.addresses():
        answer = browser.get(url, headers=headers if url.startswith("/api/") else {})
        assert answer.status_code < 500, url
        said[url] = text_of(answer) if answer.status_code == 200 else ""
    return said


def test_no_address_tells_a_grade_before_its_release_and_after_it_was_taken_back():
    scene = Scene()

    def leaks():
        return {
            url: [word for word in HIDDEN if word in text]
            for url, text in told(scene).items()
            if any(word in text for word in HIDDEN)
        }

    before = told(scene)
    open_pages = [url for url, text in before.items() if text]
    assert len(open_pages) > 20  # it walks where there is something to see
    assert leaks() == {}
    scene.release()
    shown = leaks()
    # The same walk finds them once they may be told: it would have seen a leak.
    course = scene.course.public_id
    for url in (
        f"/courses/{course}/grades/",
        f"/courses/{course}/grades/csv/",
        f"/api/v1/courses/{course}/gradebook/",
        "/account/archive/",
    ):
        assert {"73.125", "73.1"} & set(shown[url]), url
    scene.withdraw()
    assert leaks() == {}
