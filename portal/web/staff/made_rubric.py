"""The rubric of an assignment from forms, until somebody has graded by it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.assessments.selectors import is_graded_by
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.lib.errors import NotFoundError
from portal.setup.changing import Edit, placed
from portal.setup.handmade import rubric_in, said_in, with_rubric
from portal.setup.texts import own_files, rubrics_in, texts_of
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.rubric_form import RubricForm, form_of, form_sent, raw_of
from portal.web.staff.doors import assignment_of_instructor
from portal.web.staff.made import REASON
from portal.web.staff.trying import Tried, tried


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID, check: str) -> HttpResponse:
    """Show the rubric as a form; a POST keeps it, and its points are the check's.

    Where people graded by it, Grading has the page that says what a change does.
    """
    now = timezone.now()
    assignment = assignment_of_instructor(request.user, public_id, now=now)
    texts = texts_of(assignment)
    rubric = rubric_in(texts, check) if "assignment.toml" in texts else None
    if rubric is None:
        raise NotFoundError("There is no such rubric.")
    if said_in(texts) is None or is_graded_by(assignment, _file(assignment, check)):
        return redirect("marking:rubric", public_id, check)
    if request.method != "POST":
        return _page(request, assignment, check, form_of(rubric), Tried())
    if "more" in request.POST:
        form = form_sent(request.POST, blanks=3)
        return _page(request, assignment, check, form, Tried())
    return _save(request, assignment, check)


def _save(request: SignedInRequest, assignment: Assignment, check: str) -> HttpResponse:
    def edit() -> Edit:
        files = with_rubric(own_files(assignment), check, raw_of(request.POST))
        return placed(files, slug=assignment.slug)

    found = tried(
        assignment.course,
        edit,
        seen=request.POST.get("seen", ""),
        viewer=request.user,
        reasons={assignment.slug: REASON},
    )
    if not found.is_done:
        form = form_sent(request.POST)
        return _page(request, assignment, check, form, found)
    messages.success(request, "The rubric is saved; its points are those of the row.")
    return redirect("staff:made", assignment.public_id)


def _file(assignment: Assignment, check: str) -> str:
    spec = current_spec(assignment)
    return next((one.rubric for one in spec.checks if one.name == check), "")


def _page(
    request: SignedInRequest,
    assignment: Assignment,
    check: str,
    form: RubricForm,
    found: Tried,
) -> HttpResponse:
    course = assignment.course
    lines = [one for one in rubrics_in(assignment) if one.name == check]
    context: dict[str, Any] = {
        "frame": course_frame(request.user, course, is_staff=True, here="People"),
        "course": course,
        "assignment": assignment,
        "title": current_spec(assignment).title,
        "line": lines[0] if lines else None,
        "form": form,
        "tried": found,
    }
    status = 400 if found.problems else 200
    return render(request, "staff/made_rubric.html", context, status=status)
