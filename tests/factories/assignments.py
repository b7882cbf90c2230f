"""Assignments as a load leaves them."""

from pathlib import Path

from graders.spec import load_assignment
from portal.assignments.models import Assignment
from portal.assignments.services import sync_assignment
from portal.courses.models import Course
from tests.factories.accounts import NOON
from tests.factories.folders import write_assignment


def load(
    course: Course,
    folder: Path,
    *changes: tuple[str, str],
    reason: str = "for a test",
    proof=None,
    now=NOON,
) -> Assignment:
    """Write a folder with ``changes`` and load it; published if there is a reason."""
    change = sync_assignment(
        course,
        load_assignment(write_assignment(folder, *changes)),
        position=0,
        proof=proof,
        unproven_reason=reason,
        actor=None,
        now=now,
    )
    return change.assignment
