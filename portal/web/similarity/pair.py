"""Two submissions beside each other, and what staff noted of them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.assignments.selectors import titles_of
from portal.courses.access import role_in
from portal.courses.models import Role
from portal.similarity import services
from portal.similarity.access import get_pair
from portal.similarity.models import CaseState, Pair
from portal.similarity.selectors import (
    is_blind,
    neighbours,
    notes_of,
    sheet_of,
    threshold_of,
)
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.similarity.faces import CASES, lines_of
from portal.web.similarity.sides import (
    best_files,
    chosen_file,
    side_of,
    stretches_of,
)


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show both; ``?left=`` and ``?right=`` choose among several files."""
    pair = get_pair(request.user, public_id)
    blind = is_blind(pair.comparison.assignment)
    return _page(request, pair, is_blind=blind, may_unmask=blind)


@login_required
@require_POST
def names(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the names of a blind assignment's pair to an instructor; it is kept."""
    pair = get_pair(request.user, public_id)
    services.record_names_shown(pair, actor=request.user, now=timezone.now())
    return _page(request, pair, is_blind=False, may_unmask=False)


@login_required
@require_POST
def note(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Add a note to the case."""
    pair = get_pair(request.user, public_id)
    services.write_note(
        pair,
        state=request.POST.get("state", ""),
        text=request.POST.get("text", ""),
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, "Noted.")
    return redirect("similarity:pair", public_id)


def _page(
    request: SignedInRequest, pair: Pair, *, is_blind: bool, may_unmask: bool
) -> HttpResponse:
    assignment = pair.comparison.assignment
    course = assignment.course
    (line,) = lines_of(
        [pair],
        assignment,
        request.user,
        is_blind=is_blind,
        threshold=threshold_of(assignment),
    )
    is_instructor = role_in(request.user, course) == Role.INSTRUCTOR
    before, after = neighbours(pair)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": titles_of([assignment])[assignment.pk],
        "line": line,
        "pair": pair,
        "is_blind": is_blind,
        "may_unmask": may_unmask and is_instructor,
        "notes": [(one, *CASES[CaseState(one.state)]) for one in notes_of(pair)],
        "states": _states(pair, is_instructor=is_instructor),
        "before": before,
        "after": after,
        **_sides(request, pair, line),
    }
    return render(request, "similarity/pair.html", context)


def _states(pair: Pair, *, is_instructor: bool) -> list[CaseState]:
    """Return the states that the viewer may put the case in."""
    if is_instructor:
        return list(CaseState)
    if pair.case.state == CaseState.FURTHER:
        return [CaseState.FURTHER]
    return [CaseState.OPEN, CaseState.NOTHING]


def _sides(request: SignedInRequest, pair: Pair, line: Any) -> dict[str, Any]:
    stretches = stretches_of(pair)
    hide = (*line.first.hide, *line.second.hide)  # a copy may keep the other's name
    faces = [replace(face, hide=hide) for face in (line.first, line.second)]
    sheets = sheet_of(pair.first), sheet_of(pair.second)
    best = best_files(stretches)
    chosen = tuple(
        chosen_file(request.GET.get(name, ""), sheets[n], best[n])
        for n, name in enumerate(("left", "right"))
    )
    shown = [one for one in stretches if one.files == chosen]
    return {
        "sides": [
            side_of(pair, n, face, sheets[n], chosen[n], stretches, shown)
            for n, face in enumerate(faces)
        ],
        "shown": shown,
        "elsewhere": len(stretches) - len(shown),
    }
