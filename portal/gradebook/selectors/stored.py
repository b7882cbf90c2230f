"""The table from stored rows: nothing is worked out, at any size."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from portal.accounts.models import User
from portal.assignments.models import TeamMember
from portal.courses.models import Course, Enrollment, Role
from portal.gradebook import stored
from portal.gradebook.models import ColumnChoice
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.head import Head

OF_ROW = (
    "public_id user__name user__email section__name grade_row__cells "
    "grade_row__percent grade_row__rounded grade_row__letter"
).split()
FLAT = OF_ROW.index("grade_row__cells")


class StoredRow(NamedTuple):
    """One student's row; ``flat`` is as portal.gradebook.stored writes it."""

    enrollment: Any  # its public id
    name: str
    email: str
    section: str | None
    flat: list[Any]
    percent: float | None
    rounded: float | None
    letter: str
    marked: int  # all that is marked anywhere in the row

    @property
    def cells(self) -> list[stored.Stored]:
        return stored.cells_of(self.flat)

    @property
    def points(self) -> list[float | None]:
        return self.flat[stored.POINTS :: stored.WIDTH]

    @property
    def marks(self) -> list[int]:
        return self.flat[stored.MARKS :: stored.WIDTH]

    def cell(self, place: int) -> stored.Stored:
        """Return the cell of one column."""
        start = place * stored.WIDTH
        return self.flat[start : start + stored.WIDTH]


@dataclass(frozen=True)
class StoredTable:
    """Students by assignments, as last worked out."""

    head: Head
    rows: tuple[StoredRow, ...]


def stored_table(
    course: Course, head: Head, *, only: Enrollment | None = None
) -> StoredTable:
    """Return the rows that ``services.refresh_rows`` left, by name; 1 query."""
    students = course.enrollments.filter(
        is_active=True, role=Role.STUDENT, grade_row__basis=head.basis
    )
    if only is not None:
        students = students.filter(pk=only.pk)
    rows = students.order_by("user__name", "user__email").values_list(*OF_ROW)
    return StoredTable(head, tuple(_rows(rows)))


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterable[StoredRow]:
    marks = slice(stored.MARKS, None, stored.WIDTH)
    return [StoredRow._make((*row, reduce(or_, row[FLAT][marks], 0))) for row in rows]


def hidden_columns(course: Course, viewer: User) -> list[str]:
    """Return the slugs of the columns that the viewer hid; 1 query."""
    choices = ColumnChoice.objects.filter(course=course, user=viewer)
    return list(choices.values_list("hidden", flat=True).first() or ())


def team_names(course: Course, columns: Iterable[Column]) -> dict[Any, list[str]]:
    """Return the teams each student is in now, by enrollment; 1 query if any may be."""
    if not any(column.is_teamwork for column in columns):
        return {}
    places = TeamMember.objects.filter(
        assignment__course=course, left_at=None, team__dissolved_at=None
    )
    names: dict[Any, list[str]] = {}
    rows = places.order_by("team__name").values_list(
        "enrollment__public_id", "team__name"
    )
    for enrollment, name in rows:
        names.setdefault(enrollment, []).append(name)
    return names
