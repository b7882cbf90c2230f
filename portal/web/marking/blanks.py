"""Papers of what nobody hands in: begun and taken back on the desk, and led to."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.assignments.models import Assignment
from portal.marking import services
from portal.marking.access import get_marked_assignment
from portal.marking.papers import sealed
from portal.marking.selectors.blanks import (
    Wanting,
    empty_papers,
    has_blanks,
    papers_by_person,
    wanting_in,
)
from portal.marking.selectors.desk import Desk, plan_of
from portal.meetings.models import Place
from portal.meetings.slots import places_of
from portal.submissions.models import Submission
from portal.submissions.parties import members_of
from portal.web.marking.places import paper_url
from portal.web.requests import SignedInRequest


@dataclass(frozen=True)
class Blanks:
    """How many papers are there, who has none, how many are empty."""

    papers: int
    wanting: Wanting
    empty: int


def blanks_of(desk: Desk) -> Blanks | None:
    """Return what the desk says of empty papers; None where work is handed in."""
    if not has_blanks(desk.assignment):
        return None
    empty = empty_papers(desk.assignment).count()
    return Blanks(len(desk.papers), wanting_in(desk.assignment), empty)


@login_required
@require_POST
def change(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Begin the papers, or take the empty ones back."""
    assignment, now = get_marked_assignment(request.user, public_id), timezone.now()
    if request.POST.get("do") == "take-back":
        count = services.take_papers_back(assignment, actor=request.user, now=now)
        said = f"{_many(count)} taken back; what somebody graded stayed."
    else:
        begun = services.begin_papers(assignment, actor=request.user, now=now)
        said = f"{_many(begun.papers)} begun."
        if begun.joined:
            said += f" {begun.joined} more named on their team’s."
        if not (begun.papers or begun.joined):
            said = "Everybody has a paper already."
    messages.success(request, said)
    return redirect("marking:desk", public_id)


def talks_of(submission: Submission, *, is_blind: bool) -> list[Place]:
    """Return what the people of an empty paper present, and when; nothing if blind."""
    if is_blind or not submission.is_from_desk:
        return []
    if submission.version.spec["kind"] != "presentation":
        return []
    return places_of(submission.assignment, members_of(submission))


def paper_urls(assignment: Assignment) -> dict[int, str]:
    """Return where each person's empty paper is graded; nothing if names are hidden."""
    if not has_blanks(assignment) or plan_of(assignment).is_blind:
        return {}
    return {
        person: paper_url(assignment, sealed(paper, assignment))
        for person, paper in papers_by_person(assignment).items()
    }


def lead(places: Iterable[Place], urls: dict[int, str]) -> None:
    """Say of each place where its paper is."""
    for place in places:
        place.paper = urls.get(place.enrollment_id, "")  # type: ignore[attr-defined]


def _many(count: int) -> str:
    return f"{count} paper" if count == 1 else f"{count} papers"
