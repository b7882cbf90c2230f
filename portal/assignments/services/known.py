"""What a course has of the assignments that a load brings, asked for once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.assignments.models import Assignment, AssignmentVersion
from portal.assignments.selectors import with_dates
from portal.courses.models import Course


@dataclass(frozen=True)
class Known:
    """Its assignments by slug, removed ones too, and versions by theirs and digest."""

    assignments: Mapping[str, Assignment]
    versions: Mapping[tuple[int, str], AssignmentVersion]

    def version(self, assignment: Assignment, digest: str) -> AssignmentVersion | None:
        """Return the version with that content, of that very object."""
        found = self.versions.get((assignment.pk, digest))
        if found is not None:
            found.assignment = assignment
        return found


def known_in(course: Course, digests: Iterable[str]) -> Known:
    """Return what is there before a load; 2 queries, however much it is."""
    items = list(with_dates(course.assignments.all()))
    for item in items:
        item.course = course
    versions = AssignmentVersion.objects.filter(
        assignment__course=course, digest__in=list(digests)
    )
    return Known(
        {item.slug: item for item in items},
        {(one.assignment_id, one.digest): one for one in versions},
    )
