"""The leaderboard of an existing autograder, under names drawn by lot."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from graders.spec import is_shared_trust
from portal.assignments.access import get_assignment
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec, shown_version
from portal.courses.models import STAFF, Enrollment
from portal.courses.selectors import enrollment_of
from portal.gradebook.leaders import Leader, leaders_of
from portal.lib.errors import NotFoundError
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.student.stated import value_words


@dataclass(frozen=True)
class Row:
    """One line of the table; ``person`` is empty for students."""

    leader: Leader
    values: tuple[str, ...]
    person: str
    is_mine: bool


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show it to whoever is in the course and may see the assignment."""
    assignment = get_assignment(request.user, public_id, now=timezone.now())
    course = assignment.course
    enrollment = enrollment_of(request.user, course)
    if enrollment is None or not has_leaders(assignment):
        raise NotFoundError("This assignment has no leaderboard.")
    is_staff = enrollment.role in STAFF
    spec = current_spec(assignment)
    context = {
        "frame": course_frame(
            request.user, course, is_staff=is_staff, here="Assignments"
        ),
        "course": course,
        "assignment": assignment,
        "title": spec.title,
        "family": spec.grade.family,
        "is_staff": is_staff,
        **_table(assignment, enrollment, is_staff=is_staff),
    }
    return render(request, "student/leaders.html", context)


def has_leaders(assignment: Assignment) -> bool:
    """Say whether an existing autograder grades it: only those have leaderboards."""
    version = shown_version(assignment)
    return version is not None and is_shared_trust(version.spec["grade"]["family"])


def _table(
    assignment: Assignment, own: Enrollment, *, is_staff: bool
) -> dict[str, object]:
    leaders = leaders_of(assignment)
    rows = [
        Row(
            leader=one,
            values=tuple(value_words(one.values.get(c)) for c in leaders.columns),
            person=one.people if is_staff else "",
            is_mine=one.is_of(own),
        )
        for one in (*leaders.entries, *(leaders.left if is_staff else ()))
    ]
    return {
        "columns": leaders.columns,
        "rows": rows,
        "own_name": "" if is_staff else leaders.name_of(own),
        "is_away": str(own.public_id) in leaders.away,
    }
