"""How people come into a course by themselves, and its sections."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from portal.courses.models import Course, Section
from portal.courses.selectors import codes_of, sections_of
from portal.courses.services import (
    add_section,
    make_code,
    remove_section,
    rename_section,
    revoke_code,
)
from portal.lib.codes import as_shown
from portal.lib.errors import InvalidError, NotFoundError
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import (
    code_of_instructor,
    course_of_instructor,
    section_of_instructor,
)


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List enrol codes and sections, with what may be done to them."""
    course = course_of_instructor(request.user, public_id)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="People"),
        "course": course,
        "codes": [(one, as_shown(one.code)) for one in codes_of(course)],
        "sections": sections_of(course),
        "site": f"{request.scheme}://{request.get_host()}",
        "now": timezone.now(),
    }
    return render(request, "staff/entry.html", context)


@login_required
@require_POST
def open_code(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Make an enrol code."""
    course = course_of_instructor(request.user, public_id)
    code = make_code(
        course,
        role=request.POST.get("role", ""),
        section=_section(course, request.POST.get("section", "")),
        expires_at=_end_of_day(course, request.POST.get("until", "")),
        most_uses=_number(request.POST.get("most_uses", "")),
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, f"The code {as_shown(code.code)} is open.")
    return redirect("staff:entry", course.public_id)


@login_required
@require_POST
def close_code(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """End a code."""
    code = code_of_instructor(request.user, public_id)
    revoke_code(code, actor=request.user, now=timezone.now())
    said = f"The code {as_shown(code.code)} lets nobody in any more."
    messages.success(request, said)
    return redirect("staff:entry", code.course.public_id)


@login_required
@require_POST
def add(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Add a section."""
    course = course_of_instructor(request.user, public_id)
    name = request.POST.get("name", "")
    section = add_section(course, name=name, actor=request.user, now=timezone.now())
    messages.success(request, f"Section {section.name} is there.")
    return redirect("staff:entry", course.public_id)


@login_required
@require_POST
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rename a section, or remove it while nobody is in it."""
    section = section_of_instructor(request.user, pk)
    now = timezone.now()
    if request.POST.get("action") == "remove":
        remove_section(section, actor=request.user, now=now)
        messages.success(request, f"Section {section.name} is gone.")
    else:
        name = request.POST.get("name", "")
        rename_section(section, name=name, actor=request.user, now=now)
        messages.success(request, f"It is section {section.name} now.")
    return redirect("staff:entry", section.course.public_id)


def _section(course: Course, name: str) -> Section | None:
    if not name:
        return None
    found = course.sections.filter(name=name).first()
    if found is None:
        raise NotFoundError("There is no such section in this course.")
    return found


def _end_of_day(course: Course, text: str) -> datetime | None:
    """Return the last minute of a day in the course's zone; nothing for no day."""
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise InvalidError("The day is written as 2026-09-30.")
    return datetime.combine(day, time(23, 59), ZoneInfo(course.timezone))


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise InvalidError("For how many people is a whole number, or left empty.")
    return int(text)
