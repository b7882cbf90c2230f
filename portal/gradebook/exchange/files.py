"""The files there are of a gradebook: their names, what is in them, their bytes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.courses.models import Course
from portal.gradebook.exchange import canvas, finals, gradescope, moodle, plain
from portal.gradebook.exchange.grades import Grades, grades_of
from portal.gradebook.exchange.ledger import rows_of as ledger_rows
from portal.gradebook.exchange.receipts import receipts_of
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import head_of, stored_table
from portal.gradebook.services import refresh_rows
from portal.lib.spreadsheets import Rows, csv_bytes, xlsx_bytes


@dataclass(frozen=True)
class Shape:
    """One kind of file; ``is_for_staff`` ones hold what is not released too."""

    title: str
    about: str
    is_for_staff: bool
    rows_of: Callable[[Grades], Rows] | None = None
    has_receipts: bool = False


SHAPES = {
    "grades": Shape(
        "Grades, CSV",
        "Every grade with its state, totals and letters.",
        True,
        rows_of=plain.rows_of,
    ),
    "finals": Shape(
        "Final grades, CSV",
        "A row a student: total and letter, for the registrar.",
        True,
        rows_of=finals.rows_of,
    ),
    "workbook": Shape(
        "Grades and ledger, XLSX", "Both of the above, and every line.", True
    ),
    "ledger": Shape("Ledger, CSV", "Every line with author, reason and time.", True),
    "canvas": Shape(
        "Canvas", "For Grades, Import in Canvas.", False, rows_of=canvas.rows_of
    ),
    "moodle": Shape(
        "Moodle", "For the grader report’s import.", False, rows_of=moodle.rows_of
    ),
    "gradescope": Shape(
        "Gradescope",
        "As its course export, with times of hand-in and lateness.",
        False,
        rows_of=gradescope.rows_of,
        has_receipts=True,
    ),
}


@dataclass(frozen=True)
class GradeFile:
    """One file as it is sent or written."""

    name: str
    content: bytes


def grade_file(
    course: Course, shape: str, lines: Iterable[LedgerEntry], *, now: datetime
) -> GradeFile:
    """Return the file of this shape; ``lines`` are those of the ledger it may hold."""
    name = f"{course.slug}-{course.term}-{shape}"
    if shape == "workbook":
        grades = class_grades(course, only_released=False, now=now)
        sheets: dict[str, Rows] = {
            "Grades": plain.rows_of(grades),
            "Final grades": finals.rows_of(grades),
            "Ledger": ledger_rows(lines),
        }
        return GradeFile(f"{name}.xlsx", xlsx_bytes(sheets))
    asked = SHAPES[shape]
    if asked.rows_of is None:
        return GradeFile(f"{name}.csv", csv_bytes(ledger_rows(lines)))
    grades = class_grades(
        course,
        only_released=not asked.is_for_staff,
        has_receipts=asked.has_receipts,
        now=now,
    )
    return GradeFile(f"{name}.csv", csv_bytes(asked.rows_of(grades)))


def class_grades(
    course: Course, *, only_released: bool, has_receipts: bool = False, now: datetime
) -> Grades:
    """Return the grades of the class as they are now."""
    head = head_of(course)
    refresh_rows(course, now=now, head=head)
    return grades_of(
        stored_table(course, head),
        only_released=only_released,
        receipts=receipts_of(course, head) if has_receipts else None,
    )
