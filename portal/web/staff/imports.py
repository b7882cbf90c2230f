"""Takes in a file of grades: shows every difference first, writes when told to."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.courses.models import Course
from portal.gradebook.exchange.planning import ImportPlan, plan_import
from portal.gradebook.exchange.reading import read_grades
from portal.gradebook.selectors import head_of
from portal.gradebook.services import import_grades
from portal.lib import store
from portal.lib.errors import InvalidError
from portal.lib.spreadsheets import LARGEST_BYTES
from portal.submissions.rules import MIB
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_staff
from portal.web.staff.staged import stage, staged

SHOWN = 500
AGAIN = "That page shows a file that was just chosen. Choose it here once more."


class ConfirmForm(forms.Form):
    """The same file again, by its ticket, with the differences that were looked at."""

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=400)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        max_length=2000,
        label="Reason, which the students concerned read",
        widget=forms.Textarea({"rows": 2}),
    )
    is_above_meant = forms.BooleanField(
        required=False, label="Grades above the maximum are meant: bonuses"
    )
    leaves_out = forms.BooleanField(
        required=False, label="Leave out whoever is no student of this course"
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what a file would change; with a reason, change it.

    Where nothing came, as after a reload, lead back to where a file is chosen.
    """
    course = course_of_staff(request.user, public_id)
    if request.method != "POST":
        messages.info(request, AGAIN)
        return redirect("staff:exports", public_id)
    now = timezone.now()
    ticket, content = _kept(request, course)
    plan = _plan(course, content, now=now)
    form = ConfirmForm(request.POST if "digest" in request.POST else None)
    is_old = form.is_bound and request.POST["digest"] != plan.digest
    if is_old or not form.is_bound or not form.is_valid() or not _is_clean(plan, form):
        return _preview(request, course, plan, ticket, form, is_old=is_old)
    said = form.cleaned_data
    count = import_grades(
        course,
        plan,
        reason=said["reason"],
        is_above_meant=said["is_above_meant"],
        leaves_strangers_out=said["leaves_out"],
        actor=request.user,
        now=now,
    )
    messages.success(request, f"{count} grades written to the ledger.")
    return redirect("staff:gradebook", public_id)


def _plan(course: Course, content: bytes, *, now: datetime) -> ImportPlan:
    """Return the differences; of what can't be read at all, only why."""
    titles = {c.assignment.slug: c.title for c in head_of(course).columns}
    try:
        read = read_grades(content, titles)
    except InvalidError as error:
        return ImportPlan((), 0, (), (error.sentence,))
    return plan_import(course, read, now=now)


def _kept(request: SignedInRequest, course: Course) -> tuple[str, bytes]:
    """Return the ticket of the file, which has just come or came before, and it."""
    purpose = f"grades {course.public_id}"
    ticket = request.POST.get("ticket") or stage(
        request.FILES.get("file"),
        purpose=purpose,
        viewer=request.user,
        most_mib=LARGEST_BYTES // MIB,
    )
    return ticket, store.read(staged(ticket, purpose=purpose, viewer=request.user))


def _is_clean(plan: ImportPlan, form: ConfirmForm) -> bool:
    """Say whether it may be written; add to the form what stands in the way."""
    if plan.above and not form.cleaned_data["is_above_meant"]:
        form.add_error("is_above_meant", "Some are above the maximum: tick it, or not.")
    if plan.strangers and not form.cleaned_data["leaves_out"]:
        form.add_error("leaves_out", "Tick it to write the others, or mend the file.")
    return not plan.problems and form.is_valid()


def _preview(
    request: SignedInRequest,
    course: Course,
    plan: ImportPlan,
    ticket: str,
    form: ConfirmForm,
    *,
    is_old: bool,
) -> HttpResponse:
    if not plan.problems and (is_old or not form.is_bound):
        form = ConfirmForm(
            initial={
                "ticket": ticket,
                "digest": plan.digest,
                "reason": request.POST.get("reason", ""),
            }
        )
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "plan": plan,
        "shown": plan.changes[:SHOWN],
        "form": form,
        "is_old": is_old,
    }
    status = 409 if is_old else 400 if form.is_bound or plan.problems else 200
    return render(request, "staff/import.html", context, status=status)
