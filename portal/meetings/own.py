"""What is kept about one student's time in class, as far as they may know it."""

from typing import Any

from portal.courses.models import Enrollment
from portal.meetings.models import Mark, Place, Rating
from portal.meetings.selectors import held_marks


def own_record(student: Enrollment) -> dict[str, list[dict[str, Any]]]:
    """Return their marks, places and the ratings they gave; 3 queries.

    What others said of them is for staff only.
    """
    marks = Mark.objects.filter(enrollment=student).select_related(
        "assignment", "session"
    )
    by_assignment: dict[int, list[Mark]] = {}
    for mark in marks.order_by("pk"):
        by_assignment.setdefault(mark.assignment_id, []).append(mark)
    places = Place.objects.filter(enrollment=student).select_related(
        "slot__session", "assignment"
    )
    given = Rating.objects.filter(rater=student).select_related(
        "assignment", "rated__user"
    )
    return {
        "attendance": [
            _mark(one) for kept in by_assignment.values() for one in held_marks(kept)
        ],
        "places": [_place(one) for one in places.order_by("pk")],
        "ratings_given": [_rating(one) for one in given.order_by("pk")],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "assignment": mark.assignment.slug,
        "session": mark.session.unit,
        "mark": mark.kind,
        "reason": mark.reason,
        "at": mark.at,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "assignment": place.assignment.slug,
        "session": place.slot.session.unit,
        "role": place.slot.role,
        "is_waiting": place.is_waiting,
        "joined_at": place.joined_at,
        "left_at": place.left_at,
    }


def _rating(rating: Rating) -> dict[str, Any]:
    return {
        "assignment": rating.assignment.slug,
        "of": rating.rated.user.name or rating.rated.user.email,
        "points": rating.points,
        "sentence": rating.sentence,
        "at": rating.at,
    }
