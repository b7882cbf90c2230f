"""Assignments about what happens in class."""

from datetime import timedelta

from portal.assignments.models import Assignment
from portal.courses.models import Role, Session
from portal.meetings.models import Slot
from portal.meetings.services import open_slot
from tests.factories.grading import NOON, a_check, an_assignment, an_enrollment

BY_PEOPLE = {"files": [], "family": "", "due": None}


def an_attendance(course, points: float = 10.0, **more) -> Assignment:
    """Return a published assignment whose grade follows from registers."""
    more = {"slug": "attendance", "kind": "attendance", **BY_PEOPLE, **more}
    return an_assignment(course, [a_check("grade", points)], **more)


def a_session(course, unit: int = 1, at=NOON) -> Session:
    """Return a class meeting."""
    return Session.objects.create(
        course=course, unit=unit, starts_at=at + timedelta(days=unit - 1)
    )


def a_presentation(course, **more) -> Assignment:
    """Return a published presentation."""
    more = {"slug": "talk", "kind": "presentation", **BY_PEOPLE, **more}
    return an_assignment(course, [a_check("grade", 10.0)], **more)


def a_slot(
    assignment: Assignment,
    session: Session,
    places: int = 1,
    role: str = "Presenter",
    now=NOON,
) -> Slot:
    """Return a slot that may be left until a day before its session."""
    return open_slot(
        assignment,
        session,
        role=role,
        places=places,
        notice_hours=24,
        actor=an_enrollment(assignment.course, role=Role.INSTRUCTOR).user,
        now=now,
    )


def a_peer_rating(course, **more) -> Assignment:
    """Return a published rating of teams of two to four."""
    said = {"slug": "rating", "kind": "peer_rating", "team_min": 2, "team_max": 4}
    more = {**BY_PEOPLE, **said, **more}
    return an_assignment(course, [a_check("grade", 10.0)], **more)
