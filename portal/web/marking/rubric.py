"""A rubric is changed: tried on everybody first, then kept."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.assessments.selectors import RubricCheck
from portal.assignments.models import Assignment
from portal.courses.models import Role
from portal.lib.errors import InvalidError
from portal.marking.access import get_marked_assignment, get_rubric_check
from portal.marking.rubrics import preview_of, read_change
from portal.marking.selectors.head import head_of, title_of
from portal.marking.services import apply_rubric
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.rubric_form import RubricForm, form_of, form_sent, raw_of

FILE = ("preview-file", "apply-file")  # what the version's own file says
MORE = "more"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID, check: str) -> HttpResponse:
    """Show a rubric as a form; on sending show what it would do, or do it."""
    assignment = get_marked_assignment(request.user, public_id)
    found = get_rubric_check(assignment, check)
    is_instructor = head_of(assignment)[1].role_of(request.user) == Role.INSTRUCTOR
    form = _form(found.rubric, blanks=int(is_instructor))
    context: dict[str, Any] = {"form": form, "reason": ""}
    status = 200
    if request.method == "POST":
        try:
            done = _tried(request, assignment, found, context)
        except InvalidError as error:
            context |= {"problems": error.sentence.split("\n")}
            done, status = False, 400
        if done:
            return redirect("marking:rubric", public_id, check)
    course = assignment.course
    context |= {
        "frame": course_frame(request.user, course, is_staff=True, here="Grading"),
        "course": course,
        "assignment": assignment,
        "title": title_of(assignment),
        "check": found,
        "is_instructor": is_instructor,
    }
    return render(request, "marking/rubric.html", context, status=status)


def _tried(
    request: SignedInRequest,
    assignment: Assignment,
    check: RubricCheck,
    context: dict[str, Any],
) -> bool:
    """Fill ``context`` with what would happen; return whether it was done."""
    now, what = timezone.now(), request.POST.get("do", "preview")
    reason = request.POST.get("reason", "")
    context |= {"reason": reason, "is_return": what == "preview-file"}
    context["form"] = form_sent(request.POST, blanks=3 if what == MORE else 1)
    if what == MORE:
        return False
    content = None
    if what not in FILE:
        content = read_change(raw_of(request.POST), check, file=check.file)
    if what.startswith("apply"):
        done = apply_rubric(
            assignment, check.file, content, reason=reason, actor=request.user, now=now
        )
        messages.success(
            request,
            f"The rubric is changed: {done.up} up, {done.down} down, "
            f"{done.waiting} to look at again, {done.same} the same.",
        )
        return True
    context["preview"] = preview_of(assignment, check.file, content, now=now)
    return False


def _form(rubric: Mapping[str, Any], *, blanks: int) -> RubricForm:
    """Return the form of a rubric as a version has it."""
    about = {"note": rubric.get("note", "")}
    raw = {"rubric": about, "criteria": rubric["criteria"]}
    return form_of(raw, blanks=blanks)
