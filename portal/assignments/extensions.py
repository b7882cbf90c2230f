"""Who has more time on what: extensions, looked up without a query each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from portal.assignments.dates import DueDates, stretched
from portal.assignments.models import Assignment, Extension
from portal.assignments.selectors import due_dates
from portal.courses.models import Course, Enrollment
from portal.lib.once import once

Lines = Mapping[tuple[int | None, int], Extension]


@dataclass(frozen=True)
class Extensions:
    """The newest line for each person and section, by assignment."""

    of_people: Lines = field(default_factory=dict)
    of_sections: Lines = field(default_factory=dict)

    def held(self, enrollment: Enrollment, assignment: int) -> Extension | None:
        """Return the one that gives this person the most time, if any."""
        own = self.of_people.get((enrollment.pk, assignment))
        theirs = self.of_sections.get((enrollment.section_id, assignment))
        found = [line for line in (own, theirs) if line is not None and line.until]
        return max(found, key=_until, default=None)

    def until(self, enrollment: Enrollment, assignment: int) -> datetime | None:
        """Return how long this person has, or None without an extension."""
        line = self.held(enrollment, assignment)
        return None if line is None else line.until


@once
def extensions_in(course: Course, *, only: Enrollment | None = None) -> Extensions:
    """Return the course's extensions, or those that reach one person; 1 query."""
    lines = Extension.objects.filter(assignment__course=course)
    if only is not None:
        lines = lines.filter(
            Q(enrollment=only) | Q(section__isnull=False, section=only.section_id)
        )
    return newest_of(lines.order_by("pk"))


def held_extensions(assignment: Assignment) -> list[Extension]:
    """Return those that hold on one assignment, the soonest end first; 1 query."""
    lines = Extension.objects.filter(assignment=assignment).select_related(
        "enrollment__user", "section", "author"
    )
    newest = newest_of(lines.order_by("pk"))
    found = (*newest.of_people.values(), *newest.of_sections.values())
    return sorted((line for line in found if line.until), key=_until)


def personal(
    dates: DueDates, assignment: int, enrollment: Enrollment, given: Extensions
) -> DueDates:
    """Return what ``dates`` are for this person; no query."""
    return stretched(
        dates,
        multiplier=enrollment.time_multiplier,
        until=given.until(enrollment, assignment),
    )


def personal_dates(assignment: Assignment, enrollment: Enrollment) -> DueDates:
    """Return when the assignment opens and closes for this person; 1 more query."""
    given = extensions_in(assignment.course, only=enrollment)
    return personal(due_dates(assignment), assignment.pk, enrollment, given)


def newest_of(lines: Iterable[Extension]) -> Extensions:
    """Return what holds of these lines, oldest first; no query."""
    people: dict[tuple[int | None, int], Extension] = {}
    sections: dict[tuple[int | None, int], Extension] = {}
    for line in lines:
        if line.enrollment_id is not None:
            people[line.enrollment_id, line.assignment_id] = line
        else:
            sections[line.section_id, line.assignment_id] = line
    return Extensions(people, sections)


def _until(line: Extension) -> float:
    return line.until.timestamp() if line.until else 0.0
