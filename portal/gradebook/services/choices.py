"""Keeps which columns of a gradebook somebody wants to see."""

from collections.abc import Iterable

from portal.accounts.models import User
from portal.courses.access import is_staff_of
from portal.courses.models import Course
from portal.gradebook.models import ColumnChoice
from portal.lib.errors import NotFoundError


def choose_columns(course: Course, *, hidden: Iterable[str], actor: User) -> None:
    """Hide these assignments, by slug, from this person's gradebook; theirs alone.

    No audit event: it is a taste, not a fact about anybody.
    """
    if not is_staff_of(actor, course):
        raise NotFoundError("There is no such course.")
    known = course.assignments.filter(slug__in=set(hidden))
    ColumnChoice.objects.update_or_create(
        course=course,
        user=actor,
        defaults={"hidden": sorted(known.values_list("slug", flat=True))},
    )
