"""An assignment without code, made and changed in a form."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.assignments.models import Assignment
from portal.assignments.selectors import current_overrides, current_spec
from portal.courses.models import Course
from portal.lib.errors import InvalidError
from portal.setup.changing import Edit, left_out, placed
from portal.setup.handmade import Said, files_of, said_in
from portal.setup.handmade.beginning import first_said
from portal.setup.handmade.checks import by_people
from portal.setup.handmade.fields import KINDS, PEOPLE, WAY_OF, WAYS
from portal.setup.texts import kept_files, own_files, rubrics_in, texts_of
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import assignment_of_instructor, course_of_instructor
from portal.web.staff.made_fields import drawn, said_of
from portal.web.staff.trying import Tried, tried

REASON = "Made in a form: there is no code to prove."


@dataclass(frozen=True)
class Place:
    """Where the form stands: in a course, about an assignment or about none yet."""

    course: Course
    assignment: Assignment | None = None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask for a new one; a POST makes it."""
    course = course_of_instructor(request.user, public_id)
    place, asked = Place(course), request.POST or request.GET
    kind = asked.get("kind", "") or KINDS[0]
    way = asked.get("way", "") or WAY_OF.get(kind, PEOPLE)
    if request.method != "POST":
        return _page(request, place, first_said(kind, way), Tried())
    return _save(request, place, way)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what was said of one; a POST says something else, or takes it out."""
    now = timezone.now()
    assignment = assignment_of_instructor(request.user, public_id, now=now)
    place = Place(assignment.course, assignment)
    if request.POST.get("action") == "remove":
        return _remove(request, assignment)
    said = said_in(texts_of(assignment))
    if said is None:
        return _page(request, place, None, Tried())
    if request.method != "POST":
        return _page(request, place, said, Tried())
    return _save(request, place, said.way)


def _save(request: SignedInRequest, place: Place, way: str) -> HttpResponse:
    try:
        said = said_of(request.POST, place.course, way, place.assignment)
    except InvalidError as error:
        return _again(request, place, way, error)
    if "more" in request.POST:
        return _page(request, place, said, Tried(), more=request.POST["more"])
    found = tried(
        place.course,
        lambda: _edit(place, said),
        seen=request.POST.get("seen", ""),
        viewer=request.user,
        reasons={said.slug: REASON},
    )
    if not found.is_done:
        return _page(request, place, said, found)
    by_rubric = any(by_people(row) for row in said.checks)
    more = " Its rubric is on its own page, below the form." if by_rubric else ""
    title = said.values["title"]
    messages.success(request, f"{title}: saved, as {said.slug}.{more}")
    return redirect("staff:setup", place.course.public_id)


def _edit(place: Place, said: Said) -> Edit:
    taken = place.course.assignments.filter(slug=said.slug, is_removed=False)
    if place.assignment is None and taken.exists():
        raise InvalidError(f"There is an assignment {said.slug} already; name another.")
    before = own_files(place.assignment) if place.assignment else {}
    return placed(files_of(said, before), slug=said.slug)


def _remove(request: SignedInRequest, assignment: Assignment) -> HttpResponse:
    place = Place(assignment.course, assignment)
    slug = assignment.slug
    found = tried(
        place.course,
        lambda: left_out(slug),
        seen=request.POST.get("seen", ""),
        viewer=request.user,
    )
    if found.is_done:
        messages.success(request, f"{slug} is out of the course; nothing is lost.")
        return redirect("staff:setup", place.course.public_id)
    said = said_in(texts_of(assignment))
    return _page(request, place, said, found, is_going=True)


def _again(
    request: SignedInRequest, place: Place, way: str, error: InvalidError
) -> HttpResponse:
    """Show the form as it was sent, with what is wrong."""
    found = Tried(tuple(error.sentence.split("\n")))
    return _page(request, place, Said({}, way=way), found, is_sent=True)


def _page(
    request: SignedInRequest,
    place: Place,
    said: Said | None,
    found: Tried,
    **more: Any,
) -> HttpResponse:
    course, item = place.course, place.assignment
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="People"),
        "course": course,
        "assignment": item,
        "title": current_spec(item).title if item else "",
        "overrides": current_overrides(item) if item else {},
        "way": said.way if said else "",
        "ways": dict(WAYS),
        "drawn": drawn(said, request, course, **more) if said else None,
        "tried": found,
        "is_going": more.get("is_going", False),
        "rubrics": rubrics_in(item) if item and said else (),
        "kept": kept_files(item) if item and said else (),
    }
    status = 400 if found.problems else 200
    return render(request, "staff/made.html", context, status=status)
