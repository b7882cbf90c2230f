"""When each counting submission came, and how late that was for whoever sent it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.assignments.extensions import Extensions, extensions_in, personal
from portal.courses.models import Course, Enrollment
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.head import Head
from portal.submissions.models import Submission
from portal.submissions.parties import HANDED_IN

Key = tuple[Any, int, int]  # public id of the enrollment, assignment, number


@dataclass(frozen=True)
class Receipt:
    """One submission's time on the course's clock; ``late_by`` is zero in time."""

    received_at: datetime
    late_by: timedelta


def receipts_of(course: Course, head: Head) -> Mapping[Key, Receipt]:
    """Return the receipts of all students; 3 queries at any size."""
    people = {one.pk: one for one in course.enrollments.all()}
    given = extensions_in(course)
    columns = {column.assignment.pk: column for column in head.columns}
    zone = ZoneInfo(course.timezone)
    rows = Submission.objects.filter(HANDED_IN, assignment__in=columns).values_list(
        "pk", "assignment", "number", "received_at", "enrollment", "members__enrollment"
    )
    named: dict[int, list[Enrollment]] = {}
    for pk, *_, author, member in rows:
        named.setdefault(pk, []).append(people[member or author])
    found = {}
    for pk, assignment, number, at, author, member in rows:
        due = _due(columns[assignment], named[pk], given)
        late = max(timedelta(), at - due) if due else timedelta()
        key = (people[member or author].public_id, assignment, number)
        found[key] = Receipt(at.astimezone(zone), late)
    return found


def _due(
    column: Column, people: list[Enrollment], given: Extensions
) -> datetime | None:
    """Return the latest due date among those it is from: a team has the most time."""
    if column.dates.due is None:
        return None
    dates = (
        personal(column.dates, column.assignment.pk, person, given) for person in people
    )
    return max(one.due for one in dates if one.due is not None)
