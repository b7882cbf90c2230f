"""The dates of an assignment for staff: what holds, what staff change, who has more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.assignments.dates import DATE_FIELDS, DueDates
from portal.assignments.extensions import held_extensions
from portal.assignments.models import Assignment, Override
from portal.assignments.selectors import current_overrides, current_spec, due_dates
from portal.assignments.services import end_extension, end_override, give_extension
from portal.courses.models import Course, Enrollment, Section
from portal.courses.selectors import sections_of, student_by_email, students_of
from portal.lib.errors import NotFoundError
from portal.setup.dates import Changed, change_dates, instant_of
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import assignment_of_instructor, assignment_of_staff

LABELS = {
    "release": "Students see it from",
    "due": "Due",
    "late_due": "Taken late until",
    "lock": "Locked from",
}
MOST_NAMED = 500  # students that a field offers; of more it asks the address


@dataclass(frozen=True)
class DateLine:
    """One date: what holds, as a form writes it, and who changed it."""

    field: str
    label: str
    at: datetime | None
    typed: str
    override: Override | None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the dates; a POST shows what other ones would do, and with ``yes`` sets."""
    now = timezone.now()
    is_change = request.method == "POST"
    door = assignment_of_instructor if is_change else assignment_of_staff
    assignment = door(request.user, public_id, now=now)
    changed = None
    if is_change:
        is_sure = request.POST.get("yes") == "yes"
        changed = change_dates(
            assignment,
            _wanted(request, assignment),
            reason=request.POST.get("reason", ""),
            actor=request.user,
            now=now,
            is_dry_run=not is_sure,
        )
        if is_sure:
            messages.success(request, "The dates hold from now on.")
            return redirect("staff:dates", public_id)
    return _page(request, assignment, changed)


@login_required
@require_POST
def end(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let the folder's own date hold again."""
    now = timezone.now()
    assignment = assignment_of_instructor(request.user, public_id, now=now)
    field = request.POST.get("field", "")
    reason = request.POST.get("reason", "") or "The folder's own holds again."
    end_override(assignment, field, reason=reason, actor=request.user, now=now)
    messages.success(request, "The date of the course's folder holds again.")
    return redirect("staff:dates", public_id)


@login_required
@require_POST
def extend(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Give a student or a section more time."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    whom = _whom(request, assignment)
    until = instant_of(request.POST.get("until", ""), assignment.course.timezone)
    reason = request.POST.get("reason", "")
    give_extension(
        assignment, whom, until=until, reason=reason, actor=request.user, now=now
    )
    messages.success(request, f"{_name(whom)} has more time.")
    return redirect("staff:dates", public_id)


@login_required
@require_POST
def take_back(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """End an extension; the line stays readable."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    whom = _whom(request, assignment)
    reason = request.POST.get("reason", "")
    end_extension(assignment, whom, reason=reason, actor=request.user, now=now)
    messages.success(request, f"{_name(whom)} has the time that all have.")
    return redirect("staff:dates", public_id)


def _page(
    request: SignedInRequest, assignment: Assignment, changed: Changed | None
) -> HttpResponse:
    course = assignment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": current_spec(assignment).title,
        "lines": _lines(assignment, changed.after if changed else None),
        "changed": changed,
        "changes": _changes(changed) if changed else [],
        "asked": request.POST,
        "extensions": held_extensions(assignment),
        "students": _named(course),
        "sections": sections_of(course),
    }
    return render(request, "staff/dates.html", context)


def _named(course: Course) -> list[tuple[str, str]]:
    """Return addresses and names to choose from; none where it is a long list."""
    named = students_of(course).values_list("user__email", "user__name")
    found = list(named[: MOST_NAMED + 1])
    return found if len(found) <= MOST_NAMED else []


def _lines(assignment: Assignment, wanted: DueDates | None) -> list[DateLine]:
    now, overrides = due_dates(assignment), current_overrides(assignment)
    zone = ZoneInfo(assignment.course.timezone)
    return [
        DateLine(
            field,
            LABELS[field],
            getattr(now, field),
            _typed(getattr(wanted or now, field), zone),
            overrides.get(field),
        )
        for field in DATE_FIELDS
    ]


def _changes(changed: Changed) -> list[tuple[str, datetime | None, datetime | None]]:
    return [
        (LABELS[field], getattr(changed.before, field), getattr(changed.after, field))
        for field in changed.fields
    ]


def _typed(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"


def _wanted(request: SignedInRequest, assignment: Assignment) -> dict[str, datetime]:
    """Return what was typed, where it is not what the form had shown already."""
    zone = assignment.course.timezone
    shown = {line.field: line.typed for line in _lines(assignment, None)}
    typed = {field: request.POST.get(field, "").strip() for field in DATE_FIELDS}
    return {
        field: instant_of(text, zone)
        for field, text in typed.items()
        if text and text != shown[field]
    }


def _whom(request: SignedInRequest, assignment: Assignment) -> Enrollment | Section:
    course = assignment.course
    if name := request.POST.get("section", ""):
        section = course.sections.filter(name=name).first()
        if section is not None:
            return section
        raise NotFoundError("There is no such section in this course.")
    student = student_by_email(course, request.POST.get("email", ""))
    if student is None:
        raise NotFoundError("No student of this course has that address.")
    return student


def _name(whom: Enrollment | Section) -> str:
    if isinstance(whom, Section):
        return f"Section {whom.name}"
    return whom.user.name or whom.user.email
