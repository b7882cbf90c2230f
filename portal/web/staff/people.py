"""The people of a course, for staff: listed, changed, dropped, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.courses.access import role_in
from portal.courses.listing import DROPPED, Counts, Wanted, counted, found_people
from portal.courses.models import Course, Enrollment, Role
from portal.courses.selectors import sections_of
from portal.courses.services import change_person, drop_person, set_time_multiplier
from portal.lib.errors import InvalidError
from portal.submissions.selectors import hand_ins_of
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_staff, person_of_instructor

WORDS = {
    "": "All",
    Role.STUDENT: "Students",
    Role.GRADER: "Graders",
    Role.INSTRUCTOR: "Instructors",
    Role.OBSERVER: "Observers",
    DROPPED: "Dropped",
}
ON_A_PAGE = 100
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Chip:
    """One filter with how many it leaves."""

    word: str
    count: int
    query: str
    is_on: bool


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List who is and was in the course, some at a time.

    ``q``, ``section`` and ``only`` (a role, or dropped) find them, ``page`` turns.
    """
    course = course_of_staff(request.user, public_id)
    wanted = _wanted(request)
    counts = counted(course, wanted)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="People"),
        "course": course,
        "page": _page(course, wanted, counts, request.GET.get("page", "1")),
        "turn": _query(wanted),
        "chips": list(_chips(wanted, counts)),
        "wanted": wanted,
        "sections": sections_of(course),
        "active": counts.here,
        "may_change": role_in(request.user, course) == Role.INSTRUCTOR,
    }
    return render(request, "staff/people.html", context)


@login_required
@require_safe
def person(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one person with what may be changed of them."""
    enrollment = person_of_instructor(request.user, public_id)
    course = enrollment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="People"),
        "course": course,
        "enrollment": enrollment,
        "roles": Role.values,
        "sections": [one.name for one in sections_of(course)],
        "hand_ins": hand_ins_of([enrollment])[enrollment.pk],
    }
    return render(request, "staff/person.html", context)


@login_required
@require_POST
def change(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Give somebody a role and a section; a dropped person is back with that."""
    enrollment = person_of_instructor(request.user, public_id)
    was_here = enrollment.is_active
    changed = change_person(
        enrollment,
        role=request.POST.get("role", ""),
        section=request.POST.get("section", ""),
        actor=request.user,
        now=timezone.now(),
    )
    where = f", section {changed.section.name}" if changed.section else ""
    back = "" if was_here else "is back as they were: "
    said = f"{_name(enrollment)} {back}{changed.role}{where}."
    messages.success(request, said)
    return redirect("staff:person", public_id)


@login_required
@require_POST
def drop(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """End somebody's time in the course."""
    enrollment = person_of_instructor(request.user, public_id)
    drop_person(enrollment, actor=request.user, now=timezone.now())
    said = f"{_name(enrollment)} is dropped; nothing they did is lost."
    messages.success(request, said)
    return redirect("staff:people", enrollment.course.public_id)


@login_required
@require_POST
def give_time(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Give a student so many times the time in the whole course; 1 ends it."""
    enrollment = person_of_instructor(request.user, public_id)
    set_time_multiplier(
        enrollment,
        multiplier=_times(request.POST.get("times", "")),
        reason=request.POST.get("reason", ""),
        actor=request.user,
        now=timezone.now(),
    )
    more = enrollment.time_multiplier
    said = f"{more:g} times the time" if more > 1 else "the time that all have"
    messages.success(request, f"{_name(enrollment)} has {said}.")
    return redirect("staff:person", public_id)


def _times(text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError as error:
        raise InvalidError("How many times the time is a number, as 1.5.") from error


def _wanted(request: SignedInRequest) -> Wanted:
    """Read the query; what makes no sense is as if it were not there."""
    only = request.GET.get("only", "")
    return Wanted(
        search=request.GET.get("q", "").strip()[:LONGEST_SEARCH],
        section=request.GET.get("section", ""),
        only=only if only in WORDS else "",
    )


def _page(
    course: Course, wanted: Wanted, counts: Counts, number: str
) -> Page[Enrollment]:
    """Return one page of people; who is counted already is not counted again."""
    pages = Paginator(found_people(course, wanted), ON_A_PAGE)
    pages.count = counts.found[wanted.only]
    return pages.get_page(number)


def _chips(wanted: Wanted, counts: Counts) -> Iterable[Chip]:
    for name, word in WORDS.items():
        query = _query(replace(wanted, only=name))
        yield Chip(word, counts.found[name], query, name == wanted.only)


def _query(wanted: Wanted) -> str:
    """Return what the address asks, without a page."""
    said = {"q": wanted.search, "section": wanted.section, "only": wanted.only}
    return urlencode({key: value for key, value in said.items() if value})


def _name(enrollment: Enrollment) -> str:
    return enrollment.user.name or enrollment.user.email
