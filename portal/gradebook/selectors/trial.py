"""A class's totals under a late rule that is not in force."""

from dataclasses import dataclass, replace
from datetime import datetime

from portal.courses.models import Course, Enrollment, Role
from portal.gradebook.policy.trial import Move
from portal.gradebook.selectors.table import Row, row_of, sheet_of
from portal.grading.lateness import Lateness

A_PURSE_OF_ITS_OWN = 10_000  # no rule of a course stands in this place


@dataclass(frozen=True)
class Trial:
    """One student under both rules.

    ``late`` counts the assignments whose counting work is late under either of them,
    ``slip_days`` those that the tried rule would spend.
    """

    enrollment: Enrollment
    move: Move
    late: int
    slip_days: int


def try_late_rule(
    course: Course, rule: Lateness, *, category: str = "", now: datetime
) -> tuple[Trial, ...]:
    """Return everybody's total now and under ``rule``, for one category or all.

    As many queries as the gradebook, at any size; nothing is written.
    """
    people = course.enrollments.filter(is_active=True, role=Role.STUDENT)
    sheet = sheet_of(course, now=now)
    rule = replace(rule, place=A_PURSE_OF_ITS_OWN)
    columns = tuple(
        replace(column, lateness=rule) if category in ("", column.category) else column
        for column in sheet.columns
    )
    tried = replace(sheet, columns=columns)
    listed = people.select_related("user", "section").order_by("user__name")
    return tuple(_trial(row_of(one, sheet), row_of(one, tried)) for one in listed)


def _trial(now: Row, then: Row) -> Trial:
    pairs = zip(now.cells, then.cells, strict=True)
    return Trial(
        enrollment=now.enrollment,
        move=Move(
            now.grade.rounded, then.grade.rounded, now.grade.letter, then.grade.letter
        ),
        late=sum(one.is_late or other.is_late for one, other in pairs),
        slip_days=sum(cell.counted.slip_days for cell in then.cells if cell.counted),
    )
