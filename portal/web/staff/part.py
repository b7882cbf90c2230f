"""One part of a course in a form: sessions, categories, late rules, letters."""

from datetime import datetime, timedelta
from uuid import UUID

import tomli_w
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.courses.models import Course
from portal.lib.errors import InvalidError, NotFoundError
from portal.setup.changing import Edit
from portal.setup.parts import PARTS, Part, edited, shown, text_edit
from portal.setup.scales import SCALES
from portal.setup.tables import Given, rows_of, typed
from portal.setup.written import course_table
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_instructor
from portal.web.staff.grid import BLANKS, grid_of, rows_sent
from portal.web.staff.trying import Tried, tried

MORE = 10  # empty rows, when asked for more


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID, name: str) -> HttpResponse:
    """Show the part; a POST tries it, says what it would do, and does it."""
    course = course_of_instructor(request.user, public_id)
    part = PARTS.get(name)
    if part is None:
        raise NotFoundError("There is no such page.")
    if request.method != "POST":
        return _page(request, course, part, shown(course, part), Tried())
    try:
        rows = [*rows_sent(part.name, part.fields, request.POST), *_more(request, part)]
    except InvalidError as error:
        rows = rows_sent(part.name, part.fields, request.POST)
        return _page(request, course, part, rows, Tried((error.sentence,)))
    scale = SCALES.get(request.POST.get("scale", ""))
    if scale is not None and part.name == "letters":
        return _page(request, course, part, [*scale.rows], Tried())
    if "more" in request.POST:
        return _page(request, course, part, rows, Tried())
    found = tried(
        course,
        lambda: _edit(course, part, rows),
        seen=request.POST.get("seen", ""),
        viewer=request.user,
    )
    if found.is_done:
        messages.success(request, f"{part.title}: saved.")
        return redirect("staff:setup", public_id)
    return _page(request, course, part, rows, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show course.toml whole, for what no form has; a POST tries it like any part."""
    course = course_of_instructor(request.user, public_id)
    said, found = tomli_w.dumps(course_table(course)), Tried()
    if request.method == "POST":
        said = request.POST.get("text", "").replace("\r\n", "\n")
        found = tried(
            course,
            lambda: text_edit(said),
            seen=request.POST.get("seen", ""),
            viewer=request.user,
        )
        if found.is_done:
            messages.success(request, "course.toml: saved.")
            return redirect("staff:setup", public_id)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="People"),
        "course": course,
        "text": said,
        "tried": found,
    }
    status = 400 if found.problems else 200
    return render(request, "staff/part_text.html", context, status=status)


def _edit(course: Course, part: Part, rows: list[Given]) -> Edit:
    """Return the edit; InvalidError names every row that can't be read."""
    read = list(rows_of(part.fields, rows, what=part.row))
    wrong = [one for one in read if isinstance(one, str)]
    if wrong:
        raise InvalidError("\n".join(wrong))
    return edited(course, part, [one for one in read if not isinstance(one, str)])


def _more(request: SignedInRequest, part: Part) -> list[Given]:
    """Return sessions at the same time of following weeks, if some were asked for."""
    first = request.POST.get("from", "").strip()
    if part.name != "sessions" or not first:
        return []
    many, days = request.POST.get("many", ""), request.POST.get("days", "")
    try:
        begins, count, apart = datetime.fromisoformat(first), int(many), int(days)
    except ValueError:
        raise InvalidError(
            "For sessions in a row give the first one, how many, and every how many "
            "days."
        ) from None
    if not (1 <= count <= 60 and 1 <= apart <= 60):
        raise InvalidError("Between 1 and 60 sessions, 1 to 60 days apart.")
    there = rows_sent(part.name, part.fields, request.POST)
    units = [int(row["unit"]) for row in there if row["unit"].strip().isdecimal()]
    last = max(units, default=0)
    return [
        {
            "unit": str(last + n + 1),
            "starts": typed(begins + timedelta(days=apart * n)),
            "title": "",
        }
        for n in range(count)
    ]


def _page(
    request: SignedInRequest,
    course: Course,
    part: Part,
    rows: list[Given],
    found: Tried,
) -> HttpResponse:
    is_more = "more" in request.POST
    blanks = (MORE if is_more else BLANKS) if part.has_rows else 0
    if not part.has_rows and not rows:
        rows = [{}]
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="People"),
        "course": course,
        "part": part,
        "scales": SCALES if part.name == "letters" else {},
        "grid": grid_of(
            part.name,
            part.fields,
            rows,
            word=part.row,
            blanks=blanks,
            is_more=is_more,
        ),
        "tried": found,
    }
    status = 400 if found.problems else 200
    return render(request, "staff/part.html", context, status=status)
