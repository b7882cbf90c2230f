"""Which assignment a command names, or which ones there are."""

from django.core.management.base import CommandError

from portal.assignments.models import Assignment
from portal.assignments.selectors import assignments_of
from portal.courses.models import Course


def assignment_of(course: Course, slug: str) -> Assignment:
    """Return the assignment of the course that is called so."""
    found = {item.slug: item for item in assignments_of(course)}
    if slug not in found:
        known = ", ".join(found) or "none"
        raise CommandError(f"There is no assignment {slug!r}; there are: {known}.")
    return found[slug]
