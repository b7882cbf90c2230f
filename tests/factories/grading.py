"""A course with one assignment, its people, and submissions on their way."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from graders.protocol import CheckResult, Claim, Measurement, Outcome, Report
from portal.accounts.models import User
from portal.assignments.models import Assignment, AssignmentVersion
from portal.courses.models import Course, Enrollment, Role
from portal.grading import services
from portal.grading.models import GradingJob
from portal.grading.services import Granted
from portal.grading.services.job import make_job
from portal.grading.states import JobState, Lane
from portal.lib import store
from portal.submissions.intake import Received, ReceivedFile, Upload
from portal.submissions.models import Charge, Submission
from portal.submissions.services import store_submission

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
DUE = NOON + timedelta(days=7)
_numbers = count(1)


def a_check(name: str, points: float = 0.0, **more: Any) -> dict[str, Any]:
    """Return a check as a version stores it; a gate unless it has a curve."""
    check = {
        "name": name,
        "title": name.title(),
        "curve": {"kind": "credit" if points else "gate", "numbers": []},
        "points": points,
        "measure": "",
        "unit": "",
        "requires": [],
        "visibility": "visible",
        "rubric": "",
        "hint": "",
    }
    return {**check, **more}


def a_spec(checks: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """Return a version's JSON; ``more`` reaches into submit and grade by key."""
    checks = checks or [a_check("shape"), a_check("accuracy", 10.0)]
    submit = {
        "files": ["train.py"],
        "optional": [],
        "max_mib": 1.0,
        "per_day": 20,
        "counts": "best",
    }
    limits = {
        "tier": "T1",
        "cores": 1.0,
        "seconds": 20.0,
        "memory_mib": 512,
        "pids": 128,
        "open_files": 256,
        "file_mib": 64,
        "shm_mib": 16,
    }
    grade = {
        "family": "functions",
        "image": "numpy",
        "tier": "T1",
        "limits": limits,
        "judge_image": "judge",
        "needs": [],
        "pool": "cpu",
        "seeds": 2,
        "aggregate": "median",
        "options": {},
    }
    spec = {
        "slug": "hw05",
        "title": "Homework 5",
        "kind": "homework",
        "category": "homework",
        "points": sum(check["points"] for check in checks),
        "pass_mark": None,
        "due": {"at": DUE.isoformat(), "session": None, "offset": 0.0, "days": 0},
        "release": None,
        "late_due": None,
        "lock": None,
        "team_min": 1,
        "team_max": 1,
        "submit": submit,
        "grade": grade,
        "checks": checks,
        "text": "",
        "files": [],
        "digest": "d" * 64,
        "board": None,
    }
    spec = deepcopy(spec)
    for key, value in more.items():
        part = next(p for p in (spec, spec["submit"], spec["grade"]) if key in p)
        part[key] = value
    return spec


def a_person(name: str = "", **more: Any) -> User:
    """Return a person nobody has met before."""
    name = name or f"person{next(_numbers)}"
    return User.objects.create(email=f"{name}@example.edu".lower(), name=name, **more)


def a_course(slug: str = "", **more: Any) -> Course:
    """Return a course in UTC."""
    return Course.objects.create(
        slug=slug or f"course{next(_numbers)}",
        term="2026 Fall",
        title="Deep Learning",
        timezone="UTC",
        loaded_at=NOON,
        **more,
    )


def an_enrollment(course: Course, name: str = "", role: str = Role.STUDENT):
    """Return somebody new in the course."""
    return Enrollment.objects.create(
        course=course, user=a_person(name), role=role, enrolled_at=NOON
    )


def an_assignment(
    course: Course | None = None,
    checks: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Assignment:
    """Return a published assignment; ``more`` changes its spec."""
    spec = a_spec(checks, **more)
    assignment = Assignment.objects.create(
        course=course or a_course(), slug=spec["slug"]
    )
    assignment.published_version = a_version(assignment, spec)
    assignment.save()
    return assignment


def a_version(assignment: Assignment, spec: dict[str, Any]) -> AssignmentVersion:
    """Return one more version of the assignment, not published."""
    digest = f"{next(_numbers):064x}"
    return AssignmentVersion.objects.create(
        assignment=assignment,
        digest=digest,
        spec={**spec, "digest": digest},
        text="",
        created_at=NOON,
    )


def a_submission(
    assignment: Assignment | None = None,
    enrollment: Enrollment | None = None,
    *,
    now: datetime = NOON,
    charge: Charge = Charge.RESERVED,
    is_late: bool = False,
) -> Submission:
    """Return something handed in, without a job."""
    assignment = assignment or an_assignment()
    enrollment = enrollment or an_enrollment(assignment.course)
    stored = store.put_bytes(b"print('hello')\n")
    return store_submission(
        assignment,
        assignment.published_version,
        enrollment,
        actor=enrollment.user,
        received=Received((ReceivedFile("train.py", stored.sha256, stored.size),)),
        charge=charge,
        now=now,
        source="web",
        is_late=is_late,
    )


def a_job(
    submission: Submission | None = None,
    *,
    state: JobState = JobState.QUEUED,
    lane: Lane = Lane.STUDENTS,
    now: datetime = NOON,
) -> GradingJob:
    """Return a job that waits: queued, or held for an hour."""
    return make_job(
        submission or a_submission(),
        lane=lane,
        not_before=now + timedelta(hours=1) if state == JobState.HELD else None,
        actor=None,
        now=now,
    )


def hand_in(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    now=NOON,
    files=("train.py",),
    **more,
):
    """Submit small files through the front door."""
    return services.submit(
        assignment,
        actor=enrollment.user,
        uploads=[Upload(name, [b"x = 1\n"]) for name in files],
        now=now,
        source="api",
        **more,
    )


def claim(runner, *, now=NOON, **more) -> Granted:
    """Claim; there must be work."""
    granted = services.claim_job(runner, Claim(**more), now=now)
    assert granted is not None
    return granted


def a_report(granted: Granted, outcome: Outcome = Outcome.GRADED, **more: Any):
    """Return what a runner found: everything passed, unless told otherwise."""
    found: dict[str, Any] = {
        "checks": (CheckResult("shape", True), CheckResult("accuracy", True)),
        "measurements": (Measurement("time", 1.5, "s", (1.4, 1.5, 1.6)),),
        "sandbox": "docker",
        "seconds": 2.0,
    }
    if outcome is not Outcome.GRADED:
        found |= {"checks": (), "measurements": ()}
    return Report(
        str(granted.use.lease_id),
        granted.use.attempt,
        outcome,
        **{**found, **more},
    )


def grade(submission: Submission, runner, *, now=NOON, **more: Any) -> GradingJob:
    """Take a submission all the way to graded."""
    job = a_job(submission, now=now)
    granted = claim(runner, now=now)
    assert granted.job == job
    services.accept_report(granted.use, a_report(granted, **more), now=now)
    job.refresh_from_db()
    return job
