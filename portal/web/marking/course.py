"""What people have to grade in a course: every assignment with a rubric."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.assignments.models import Assignment
from portal.assignments.selectors import assignments_of, titles_of
from portal.courses.models import Course
from portal.marking.selectors.overview import Waiting, is_handed_in, waiting_in
from portal.marking.selectors.requests import open_counts
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_staff


@dataclass(frozen=True)
class Row:
    """One assignment: how many answers wait, and how many requests."""

    assignment: Assignment
    waiting: Waiting
    requests: int
    is_handed_in: bool


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List the assignments that people grade, what waits first."""
    course = course_of_staff(request.user, public_id)
    asked = open_counts(course)
    rows = rows_of(course, asked)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Grading"),
        "course": course,
        "rows": rows,
        "left": sum(row.waiting.left for row in rows),
        "requests": sum(asked.values()),
        "titles": _titles(course),
    }
    return render(request, "marking/course.html", context)


def rows_of(course: Course, asked: Mapping[int, int]) -> list[Row]:
    """Return the assignments that people grade, what waits first."""
    rows = [
        Row(
            one.assignment,
            one,
            asked.get(one.assignment.pk, 0),
            is_handed_in(one.assignment),
        )
        for one in waiting_in(course)
    ]
    return sorted(rows, key=lambda row: -row.waiting.left)


def _titles(course: Course) -> list[tuple[Assignment, str]]:
    """Return what may be tried with a newer version, in folder order."""
    published = [
        one
        for one in assignments_of(course)
        if one.published_version is not None
        and not one.is_removed
        and is_handed_in(one)  # else nothing is run
    ]
    titles = titles_of(published)
    return [(one, titles[one.pk]) for one in published]
