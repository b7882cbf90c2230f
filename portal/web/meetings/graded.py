"""What an assignment shows where nothing is handed in: the grade, and its way."""

from datetime import datetime
from typing import Any

from graders.spec import AssignmentSpec
from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment, Role
from portal.courses.selectors import enrollment_of
from portal.gradebook.selectors import cell_lines, course_trail
from portal.gradebook.selectors.seen import SETTING
from portal.marking.access import own_paper
from portal.marking.selectors.blanks import has_blanks
from portal.meetings.policy import share_of
from portal.meetings.selectors import own_marks, worked_out
from portal.web.grades import ShownItem, card_of
from portal.web.marking.received import received_of
from portal.web.student.history import score_of

WAYS = {
    "attendance": "It follows from the registers of the sessions.",
    "presentation": "Staff give it after the talk.",
    "peer_rating": "It follows from what the team says of each other.",
    "participation": "Staff give it, from notes of the sessions.",
}
WORKED_OUT = ("attendance", "peer_rating")  # else staff write every line themselves
OTHERWISE = "The staff of the course enter it."


def part_of(
    assignment: Assignment, spec: AssignmentSpec, viewer: User, *, now: datetime
) -> dict[str, Any]:
    """Return the part, for a student with their released grade; else nothing."""
    if spec.is_handed_in:
        return {}
    graded: dict[str, Any] = {
        "way": WAYS.get(spec.kind, OTHERWISE),
        "has_desk": has_blanks(assignment),
        **_received(assignment, viewer, now),
    }
    student = enrollment_of(viewer, assignment.course)
    if student is not None and student.role == Role.STUDENT:
        trail = course_trail(
            assignment.course, student, is_staff=False, now=now, checks_of=assignment
        )
        lines = _older(assignment, student) if spec.kind in WORKED_OUT else frozenset()
        card = card_of(trail, name="", now=now, worked_out=lines)
        items = [item for category in card.categories for item in category.items]
        graded["one"] = _of(assignment, items)
        if spec.kind == "attendance":
            marks = own_marks(assignment, student)
            graded["share"] = share_of(mark.kind for mark in marks)
    return {"graded": graded}


def _older(assignment: Assignment, student: Enrollment) -> frozenset[int]:
    """Return which lines were worked out, where a later one can stand for another."""
    sets = [line for line in cell_lines(assignment, student) if line.kind in SETTING]
    return worked_out(student) if len(sets) > 1 else frozenset()


def _received(assignment: Assignment, viewer: User, now: datetime) -> dict[str, Any]:
    """Return what people found, once that is the viewer's to read."""
    paper = own_paper(viewer, assignment)
    if paper is None:
        return {}
    received = received_of(
        paper,
        viewer=viewer,
        is_staff=False,
        is_published=True,
        now=now,
        score=score_of(paper),
    )
    return {"paper": paper, "received": received}


def _of(assignment: Assignment, items: list[ShownItem]) -> ShownItem | None:
    found = (one for one in items if one.item.column.assignment.pk == assignment.pk)
    return next(found, None)
