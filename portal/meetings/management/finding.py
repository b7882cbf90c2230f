"""Which assignment of a kind a command names, and in which course."""

from django.core.management.base import CommandError

from portal.assignments.management.finding import assignment_of
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.courses.management.finding import course_of


def of_kind(course: str, slug: str, kind: str) -> Assignment:
    """Return the assignment of this kind that is called ``slug`` in a course."""
    assignment = assignment_of(course_of(course), slug)
    found = current_spec(assignment).kind
    if found != kind:
        said, wanted = (word.replace("_", " ") for word in (found, kind))
        raise CommandError(f"{slug} is a {said}, and this is about a {wanted}.")
    return assignment
