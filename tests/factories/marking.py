"""A class whose notes people grade: rubrics, submissions, assessments."""

from copy import deepcopy
from typing import Any

from graders.protocol import CheckResult
from portal.accounts.models import User
from portal.assessments.selectors import RubricCheck, editions_of, rubric_checks
from portal.assessments.services import Judgement
from portal.assignments.models import Assignment
from portal.courses.models import Course, Enrollment
from portal.lib import store
from portal.submissions.models import Artifact, Submission, SubmissionFile
from tests.factories.grading import (
    NOON,
    a_check,
    a_submission,
    a_version,
    an_assignment,
    an_enrollment,
    grade,
)
from tests.factories.runners import a_runner

CODE = b"""import paho.mqtt.client as mqtt

LOCAL, CLOUD = "mosquitto", "broker"


def forward(client, userdata, message):
    cloud.publish("faces/raw", message.payload)


# the session is kept by the broker
cloud = mqtt.Client(client_id="edge-1", clean_session=False)
"""
ANSWER = b"""Face crops go to `faces/raw` with QoS 1.

A lost face cannot be taken again, a face stored twice costs only space.
"""


def an_item(name: str, points: float, **more: Any) -> dict[str, Any]:
    """Return one line of a rubric."""
    item = {"name": name, "title": name.replace("-", " ").capitalize()}
    return {**item, "points": points, "percent": None, "comment": "", **more}


def a_criterion(name: str, kind: str, points: float, *items) -> dict[str, Any]:
    """Return one criterion."""
    return {
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "points": points,
        "kind": kind,
        "items": list(items),
        "note": "",
    }


RUBRIC = {
    "file": "rubric.toml",
    "note": "",
    "criteria": [
        a_criterion(
            "topics-are-justified",
            "levels",
            4.0,
            an_item("each-with-a-reason", 4.0),
            an_item("named-only", 2.0, comment="Say why, too."),
            an_item("missing", 0.0),
        ),
        a_criterion(
            "choice-fits-the-failure",
            "subtract",
            4.0,
            an_item("one-hop-only", 1.0),
            an_item("no-reason", 3.0),
        ),
        a_criterion(
            "text-and-code-agree",
            "add",
            2.0,
            an_item("every-claim-is-there", 1.0),
            an_item("defaults-are-known", 1.0),
        ),
    ],
}
WHOLE = {"topics-are-justified": ["each-with-a-reason"]}
PARTLY = {
    "topics-are-justified": ["named-only"],
    "choice-fits-the-failure": ["one-hop-only"],
    "text-and-code-agree": ["every-claim-is-there"],
}  # 2 + 3 + 1 of 10


def a_rubric_check(name: str = "note", **more: Any) -> dict[str, Any]:
    """Return a check of ten points that people grade."""
    curve = {"kind": "rubric", "numbers": []}
    return a_check(name, 10.0, curve=curve, rubric="rubric.toml", **more)


def a_written_assignment(course: Course | None = None, **more: Any) -> Assignment:
    """Return an assignment of 90 points by a judge and 10 by people."""
    checks = more.pop("checks", None) or [a_check("runs", 90.0), a_rubric_check()]
    assignment = an_assignment(course, checks, **more)
    version = assignment.published_version
    version.spec["rubrics"] = [deepcopy(RUBRIC)]
    version.save()
    return assignment


def with_rubric(assignment: Assignment, rubric: dict[str, Any]):
    """Publish a version with another rubric."""
    spec = deepcopy(assignment.published_version.spec)
    spec["rubrics"] = [rubric]
    assignment.published_version = a_version(assignment, spec)
    assignment.save()
    return assignment.published_version


def a_graded(
    assignment: Assignment, enrollment: Enrollment, *, runner=None, now=NOON, files=None
) -> Submission:
    """Hand in for somebody and have the judge pass it; the note is pending."""
    submission = a_submission(assignment, enrollment, now=now)
    for path, content in (files or {"answer.md": ANSWER, "forwarder.py": CODE}).items():
        add_file(submission, path, content)
    found = (CheckResult("runs", True),)
    grade(submission, runner or a_runner(), checks=found, now=now)
    return submission


def add_file(submission: Submission, path: str, content: bytes) -> None:
    """Lay one more file into a submission."""
    stored = store.put_bytes(content)
    artifact, _ = Artifact.objects.get_or_create(
        sha256=stored.sha256, defaults={"size": stored.size, "created_at": NOON}
    )
    SubmissionFile.objects.create(submission=submission, path=path, artifact=artifact)


def a_class(assignment: Assignment, *names: str) -> list[Submission]:
    """Return one graded submission of each name."""
    runner = a_runner()
    return [
        a_graded(assignment, an_enrollment(assignment.course, name), runner=runner)
        for name in names
    ]


def an_exam(course: Course | None = None, **more: Any) -> Assignment:
    """Return an exam on paper: two questions of ten points each, typed as numbers."""
    curve = {"kind": "rubric", "numbers": []}
    checks = [a_check(f"question-{n}", 10.0, curve=curve) for n in (1, 2)]
    more = {"slug": "exam", "kind": "quiz", "files": [], "family": "", **more}
    return an_assignment(course, checks, **more)


def typed(points: float | str) -> dict[str, list[str]]:
    """Return what is chosen where somebody types points."""
    return {"whole": [str(points)]}


def a_grader(course: Course, name: str = "Tara Lindqvist", role="grader") -> User:
    """Return somebody who grades the course."""
    return an_enrollment(course, name, role).user


def the_check(assignment: Assignment, name: str = "note") -> RubricCheck:
    """Return the check of people as it holds."""
    spec = assignment.published_version.spec
    checks = rubric_checks(spec, editions_of(assignment))
    return next(check for check in checks if check.name == name)


def said(chosen=None, adjustment=0.0, comment="", is_done=True) -> Judgement:
    """Return a finished judgement."""
    return Judgement(
        WHOLE if chosen is None else chosen, adjustment, comment, is_done=is_done
    )
