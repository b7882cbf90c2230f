"""The gradebook as files: for people, and as other programs read it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.courses.models import Course
from portal.gradebook.access import visible_entries
from portal.gradebook.exchange import canvas, gradescope, moodle, plain
from portal.gradebook.exchange.grades import Grades, grades_of
from portal.gradebook.exchange.ledger import rows_of as ledger_rows
from portal.gradebook.selectors import head_of, stored_table
from portal.gradebook.services import refresh_rows
from portal.lib.errors import NotFoundError
from portal.lib.spreadsheets import Rows, csv_bytes, xlsx_bytes
from portal.web.downloads import table_file
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_staff


@dataclass(frozen=True)
class Shape:
    """One kind of file; ``is_for_staff`` ones hold what is not released too."""

    title: str
    about: str
    is_for_staff: bool
    rows_of: Callable[[Grades], Rows] | None = None


SHAPES = {
    "grades": Shape(
        "Grades, CSV", "Every grade with its state, totals and letters.", True
    ),
    "workbook": Shape("Grades and ledger, XLSX", "The same, and every line.", True),
    "ledger": Shape("Ledger, CSV", "Every line with author, reason and time.", True),
    "canvas": Shape(
        "Canvas", "For Grades, Import in Canvas.", False, rows_of=canvas.rows_of
    ),
    "moodle": Shape(
        "Moodle", "For the grader report’s import.", False, rows_of=moodle.rows_of
    ),
    "gradescope": Shape(
        "Gradescope", "As its course export.", False, rows_of=gradescope.rows_of
    ),
}


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List the files there are, and take one in."""
    course = course_of_staff(request.user, public_id)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "shapes": SHAPES,
    }
    return render(request, "staff/exports.html", context)


@login_required
@require_safe
def send(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send one file."""
    course = course_of_staff(request.user, public_id)
    if shape not in SHAPES:
        raise NotFoundError("There is no such file.")
    name = f"{course.slug}-{course.term}-{shape}"
    if shape == "workbook":
        sheets = {
            "Grades": plain.rows_of(_grades(course, only_released=False)),
            "Ledger": _ledger(request.user, course),
        }
        return table_file(xlsx_bytes(sheets), f"{name}.xlsx")
    return table_file(csv_bytes(_rows(request.user, course, shape)), f"{name}.csv")


def _rows(viewer: User, course: Course, name: str) -> Rows:
    shape = SHAPES[name]
    if name == "ledger":
        return _ledger(viewer, course)
    write = shape.rows_of or plain.rows_of
    return write(_grades(course, only_released=not shape.is_for_staff))


def _ledger(viewer: User, course: Course) -> Rows:
    return ledger_rows(visible_entries(viewer, course).order_by("pk"))


def _grades(course: Course, *, only_released: bool) -> Grades:
    head = head_of(course)
    refresh_rows(course, now=timezone.now(), head=head)
    return grades_of(stored_table(course, head), only_released=only_released)
