"""The table from stored rows: nothing is worked out, at any size."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from portal.courses.models import Course, Role
from portal.gradebook.selectors.head import Head
from portal.gradebook.stored import Stored

OF_ROW = (
    "public_id user__name user__email section__name grade_row__cells "
    "grade_row__percent grade_row__rounded grade_row__letter"
).split()


class StoredRow(NamedTuple):
    """One student's row; ``cells`` are lists, see portal.gradebook.stored."""

    enrollment: Any  # its public id
    name: str
    email: str
    section: str | None
    cells: list[Stored]
    percent: float | None
    rounded: float | None
    letter: str


@dataclass(frozen=True)
class StoredTable:
    """Students by assignments, as last worked out."""

    head: Head
    rows: tuple[StoredRow, ...]


def stored_table(course: Course, head: Head) -> StoredTable:
    """Return the rows that ``services.refresh_rows`` left, by name; 1 query."""
    students = course.enrollments.filter(
        is_active=True, role=Role.STUDENT, grade_row__basis=head.basis
    )
    rows = students.order_by("user__name", "user__email").values_list(*OF_ROW)
    return StoredTable(head, tuple(_rows(rows)))


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterable[StoredRow]:
    return map(StoredRow._make, rows)
