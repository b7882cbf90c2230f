"""A course for another term: asked for, looked at with its dates, then made."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from portal.courses.selectors import meetings
from portal.lib.errors import InvalidError
from portal.setup.copying import Wanted, copy_course
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_instructor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask for the new term; a POST shows every date, and with ``yes`` makes it."""
    course = course_of_instructor(request.user, public_id)
    copied = None
    if request.method == "POST":
        is_sure = request.POST.get("yes") == "yes"
        copied = copy_course(
            course,
            _wanted(request),
            actor=request.user,
            now=timezone.now(),
            is_dry_run=not is_sure,
        )
        if is_sure:
            made = copied.course
            messages.success(
                request, f"{made.slug} {made.term} is there; nobody but you is in it."
            )
            return redirect("staff:people", made.public_id)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="People"),
        "course": course,
        "copied": copied,
        "asked": request.POST,
        "first": meetings(course).order_by("starts_at").first(),
    }
    return render(request, "staff/copy.html", context)


def _wanted(request: SignedInRequest) -> Wanted:
    return Wanted(
        term=request.POST.get("term", ""),
        title=request.POST.get("title", ""),
        start=_day(request.POST.get("start", "")),
        with_staff=bool(request.POST.get("staff")),
    )


def _day(text: str) -> date:
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise InvalidError("The day of the first session is written as 2026-09-30.")
    return day
