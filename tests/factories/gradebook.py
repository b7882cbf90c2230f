"""A class at the end of its term: policies as files say them, work as rows say it."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from graders.spec.model import CourseSpec
from graders.spec.policy import read_categories, read_final, read_late
from graders.spec.problems import Place
from portal.courses.models import Course, Enrollment, Role
from portal.courses.services import sync_course
from portal.gradebook import services
from portal.grading.models import GradingJob, Score
from portal.grading.states import JobState
from portal.submissions.models import Charge, Submission
from tests.factories.grading import (
    DUE,
    NOON,
    a_check,
    an_assignment,
    an_enrollment,
)
from tests.factories.runners import a_runner

CHECK = "rule"  # the one check of every assignment that may fail
_WHY = {"reason": "As agreed.", "now": NOON}


@dataclass(frozen=True)
class Work:
    """One submission: its score, and how many days after the due date it came."""

    points: float
    days: float = 0.0
    has_failed: bool = False  # its check CHECK


@dataclass(frozen=True)
class Set:
    """What staff said the grade is."""

    points: float


EXCUSED = "excused"


def a_course_of(text: str, **more: Any) -> Course:
    """Return the course whose policy tables are ``text``, as a load makes it."""
    raw, place = tomllib.loads(text), Place("course.toml")
    categories = read_categories(raw["categories"], place.at("categories"))
    slugs = [category.slug for category in categories]
    scale, letters, final = read_final(raw.get("final", {}), place.at("final"))
    late = read_late(raw.get("late", []), slugs, [], place.at("late"))
    assert not place.problems, place.problems
    spec = CourseSpec(
        slug="course",
        term="2026 Fall",
        title="A course",
        timezone="America/Los_Angeles",
        sessions=(),
        categories=categories,
        late=late,
        final_scale=scale,
        letters=letters,
        final=final,
        assignments=(),
        folder=Path(),
        **more,
    )
    course = sync_course(spec, actor=None, now=NOON).course
    services.sync_categories(course, spec, actor=None, now=NOON)
    return course


def a_class(course: Course, items: list[tuple[Any, ...]], rows: dict[str, list[Any]]):
    """Write down what everybody handed in; return the enrollments by name.

    ``items`` are (slug, category, points, pass mark). A row has for each of them None,
    points, Work, several Works in a list, Set or EXCUSED.
    """
    assignments = [
        an_assignment(
            course,
            [a_check(CHECK, float(points))],
            slug=slug,
            title=slug,
            category=category,
            pass_mark=pass_mark,
        )
        for slug, category, points, pass_mark in items
    ]
    tara = an_enrollment(course, role=Role.INSTRUCTOR).user
    pool = a_runner().pools.first()
    people = {}
    for name, entries in rows.items():
        people[name] = an_enrollment(course, name)
        for assignment, entry in zip(assignments, entries, strict=True):
            to = (assignment, people[name])
            if entry == EXCUSED:
                services.excuse(*to, actor=tara, **_WHY)
            elif isinstance(entry, Set):
                services.enter_override(*to, points=entry.points, actor=tara, **_WHY)
            else:
                for number, work in enumerate(_works(entry), start=1):
                    _score(*to, work, number, pool)
    return people


def _works(entry: Any) -> list[Work]:
    if entry is None:
        return []
    entries = entry if isinstance(entry, list) else [entry]
    return [one if isinstance(one, Work) else Work(one) for one in entries]


def _score(assignment, enrollment: Enrollment, work: Work, number: int, pool) -> None:
    """Keep a submission with its score, as if a runner had reported it."""
    version = assignment.published_version
    at = DUE + timedelta(days=work.days)
    submission = Submission.objects.create(
        assignment=assignment,
        version=version,
        enrollment=enrollment,
        author=enrollment.user,
        number=number,
        digest="d" * 64,
        size=1,
        received_at=at,
        is_late=work.days > 0,
        charge=Charge.CHARGED,
        source="web",
    )
    job = GradingJob.objects.create(
        submission=submission,
        version=version,
        state=JobState.DONE,
        outcome="graded",
        pool=pool,
        created_at=at,
        finished_at=at,
    )
    line = {
        "name": CHECK,
        "title": "The rule",
        "points": work.points,
        "max_points": version.spec["points"],
        "state": "failed" if work.has_failed else "passed",
    }
    Score.objects.create(
        submission=submission,
        job=job,
        points=work.points,
        max_points=version.spec["points"],
        lines=[line],
        computed_at=at,
    )
