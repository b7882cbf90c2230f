"""W255's lab 3, as it was when two of its mutants were really measured."""

import json
from pathlib import Path

from graders.protocol import CheckResult, Measurement, Series, StageRecord
from graders.protocol.codec import from_wire
from portal.assignments.models import Assignment
from portal.courses.models import Course
from tests.factories.grading import NOON, a_submission, a_version, grade

REPORTS = Path(__file__).with_name("reports")
KINDS = {
    "checks": CheckResult,
    "measurements": Measurement,
    "series": Series,
    "stages": StageRecord,
}


def a_serving_lab(course: Course) -> Assignment:
    """Return the lab as it was then."""
    spec = json.loads((REPORTS / "lab3.json").read_text("utf-8"))
    lab = Assignment.objects.create(course=course, slug=spec["slug"])
    lab.published_version = a_version(lab, spec)
    lab.save()
    return lab


def a_served(lab, enrollment, runner, name, *, now=NOON):
    """Return a submission graded as ``reports/lab3-NAME.json`` says."""
    said = json.loads((REPORTS / f"lab3-{name}.json").read_text("utf-8"))
    found = {
        key: tuple(from_wire(kind, each) for each in said[key])
        for key, kind in KINDS.items()
    }
    submission = a_submission(lab, enrollment, now=now)
    environment, seconds = said["environment"], said["seconds"]
    grade(
        submission, runner, now=now, environment=environment, seconds=seconds, **found
    )
    return submission
