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
    empty_papers,
    has_blanks,
    papers_by_person,
    students_without,
)
from portal.marking.selectors.desk import Desk
from portal.meetings.models import Place
from portal.meetings.slots import places_of
from portal.submissions.models import Submission
from portal.web.marking.places import paper_url
from portal.web.requests import SignedInRequest


@dataclass(frozen=True)
class Blanks:
    """How many papers staff began, who has none, how many nobody said anything of.

    ``is_past`` where work is handed in by now, so that none are begun any more.
    """

    papers: int
    without: int
    empty: int
    is_past: bool

    @property
    def graded(self) -> int:
        return self.papers - self.empty


def blanks_of(desk: Desk) -> Blanks | None:
    """Return what the desk says of empty papers; None where there are none to be.

    At most 2 queries.
    """
    is_past = not has_blanks(desk.assignment)
    papers = sum(row.is_from_desk for row in desk.rows.values())
    if is_past and not papers:
        return None
    return Blanks(
        papers,
        0 if is_past else students_without(desk.assignment).count(),
        empty_papers(desk.assignment).count() if papers else 0,
        is_past,
    )


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


def talks_of(desk: Desk, submission: Submission) -> list[Place]:
    """Return what the people of an empty paper present, and when; nothing if blind.

    1 query for a presentation, else none.
    """
    version = desk.assignment.published_version
    if desk.plan.is_blind or not submission.is_from_desk or version is None:
        return []
    if version.spec["kind"] != "presentation":
        return []
    return places_of(desk.assignment, desk.members_of(submission))


def paper_urls(assignment: Assignment) -> dict[int, str]:
    """Return where each person's empty paper is graded; nothing if names are hidden.

    At most 1 query.
    """
    if not has_blanks(assignment):
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
