"""The desk of an assignment: its papers, who grades them, where to begin."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import STAFF, Role
from portal.marking import services
from portal.marking.access import get_marked_assignment
from portal.marking.selectors.desk import BEGUN, CLOSED, DONE, Desk, Paper, desk_of
from portal.marking.selectors.overview import is_handed_in
from portal.marking.selectors.progress import progress_of
from portal.marking.selectors.walk import next_open, open_tasks, tasks_of, walk_of
from portal.web.frame import course_frame
from portal.web.marking.blanks import blanks_of
from portal.web.marking.places import next_url, paper_url, query_of, reading_of
from portal.web.requests import SignedInRequest

STATES = {
    "open": ("open", "circle-dashed", "quiet"),
    "begun": ("begun", "contrast", "warn"),
    "done": ("graded", "circle-check", "ok"),
    "closed": ("not graded", "ban", "quiet"),
}


@dataclass(frozen=True)
class Line:
    """One paper in the table."""

    number: int
    paper: Paper
    url: str
    word: str
    icon: str
    tone: str
    points: float | None
    maximum: float
    graders: str
    is_flagged: bool


@dataclass(frozen=True)
class Way:
    """One way through the papers: all of each, or one question after another."""

    title: str
    left: int
    count: int
    url: str


@dataclass(frozen=True)
class Chip:
    """One filter with how many it leaves."""

    word: str
    count: int
    query: str
    is_on: bool


Fits = Callable[[Paper, User], bool]
FILTERS: Mapping[str, tuple[str, Fits]] = {
    "": ("All", lambda paper, viewer: True),
    "mine": ("Mine", lambda paper, viewer: bool(tasks_of(paper, viewer, "", 1))),
    "open": ("To grade", lambda paper, viewer: not paper.is_done),
    "done": ("Graded", lambda paper, viewer: paper.is_done),
    "flagged": ("Second reader", lambda paper, viewer: bool(paper.seconds)),
}


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the desk, all of it or by ``only``."""
    now = timezone.now()
    assignment = get_marked_assignment(request.user, public_id)
    course = assignment.course
    desk = desk_of(assignment, now=now)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Grading"),
        "course": course,
        "assignment": assignment,
        "title": desk.title,
        "desk": desk,
        "progress": progress_of(desk, now=now),
        "is_instructor": desk.head.role_of(request.user) == Role.INSTRUCTOR,
        "is_handed_in": is_handed_in(assignment),
        "blanks": blanks_of(desk),
        "graders": [one.user for one in desk.head.staff],
        **table_of(desk, request.user, request.GET, now=now),
    }
    return render(request, "marking/desk.html", context)


@login_required
@require_safe
def forward(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Go to the next paper that waits for the viewer."""
    assignment = get_marked_assignment(request.user, public_id)
    check, reading = (
        request.GET.get("check", ""),
        reading_of(request.GET.get("reading")),
    )
    desk = desk_of(assignment, now=timezone.now())
    paper = next_open(desk, request.user, None, check=check, reading=reading)
    if paper is None:
        messages.info(request, "Nothing of yours is left to grade here.")
        return redirect("marking:desk", public_id)
    return redirect(paper_url(assignment, paper.id, check=check, reading=reading))


@login_required
@require_POST
def plan(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say whether names are hidden, and how long a regrade may be asked for."""
    assignment = get_marked_assignment(request.user, public_id)
    raw = request.POST.get("regrade_days", "")
    services.set_plan(
        assignment,
        is_blind=request.POST.get("is_blind") == "on",
        regrade_days=int(raw) if raw.isdecimal() and len(raw) < 5 else -1,
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, "Kept.")
    return redirect("marking:desk", public_id)


@login_required
@require_POST
def deal_papers(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Deal papers to graders, for a first or a second reading."""
    now = timezone.now()
    assignment = get_marked_assignment(request.user, public_id)
    desk = desk_of(assignment, now=now)
    back = request.POST.get("back", "")
    if back.isascii() and back.isdecimal():
        count = services.take_back(desk, int(back), actor=request.user, now=now)
    else:
        count = _deal(desk, request.POST, actor=request.user, now=now)
    said = "taken back: deal them anew, or leave them to everybody" if back else "dealt"
    messages.success(request, f"{count} {'paper' if count == 1 else 'papers'} {said}.")
    return redirect("marking:desk", public_id)


def _deal(desk: Desk, posted: QueryDict, *, actor: User, now: datetime) -> int:
    wanted = set(posted.getlist("grader"))
    staff = desk.assignment.course.enrollments.filter(role__in=STAFF, is_active=True)
    people = [one.user for one in staff.select_related("user").order_by("pk")]
    graders = [person for person in people if str(person.public_id) in wanted]
    check = posted.get("check", "")
    if posted.get("reading") != "2":
        return services.deal(desk, graders, check=check, actor=actor, now=now)
    raw = posted.get("percent", "")
    return services.deal_second(
        desk,
        graders,
        percent=int(raw) if raw.isdecimal() and len(raw) < 4 else 0,
        check=check,
        actor=actor,
        now=now,
    )


def table_of(
    desk: Desk, viewer: User, asked: QueryDict, *, now: datetime
) -> dict[str, object]:
    """Return lines, filters and ways, as asked for."""
    only = asked.get("only", "") if asked.get("only", "") in FILTERS else ""
    numbered = list(enumerate(desk.papers, 1))
    return {
        "lines": [
            _line(desk.assignment, number, paper)
            for number, paper in numbered
            if FILTERS[only][1](paper, viewer)
        ],
        "chips": [
            Chip(
                word,
                sum(fits(paper, viewer) for paper in desk.papers),
                query_of(only=name) or "?",
                name == only,
            )
            for name, (word, fits) in FILTERS.items()
        ],
        "ways": list(_ways(desk, viewer)),
    }


def _ways(desk: Desk, viewer: User) -> Iterable[Way]:
    is_blank = any(paper.submission.is_from_desk for paper in desk.papers)
    whole = "By paper" if is_blank else "By submission"
    for check, title in (("", whole), *_questions(desk)):
        walk = walk_of(desk, viewer, check=check)
        url = next_url(desk.assignment, check=check)
        yield Way(title, walk.left, len(walk.papers), url)
    second = [p for p in desk.papers if tasks_of(p, viewer, "", 2)]
    if second:
        left = sum(bool(open_tasks(paper, viewer, "", 2)) for paper in second)
        url = next_url(desk.assignment, reading=2)
        yield Way("Second readings", left, len(second), url)


def _questions(desk: Desk) -> list[tuple[str, str]]:
    if len(desk.checks) < 2:
        return []
    return [(check.name, f"Question: {check.title}") for check in desk.checks]


def _line(assignment: Assignment, number: int, paper: Paper) -> Line:
    states = {row.state for row in paper.stations}
    state = "begun" if states & {BEGUN, DONE} else "open"
    if states <= {CLOSED}:
        state = "closed"
    elif states <= {DONE, CLOSED}:
        state = "done"
    word, icon, tone = STATES[state]
    given = [row.points for row in paper.stations if row.points is not None]
    names = {row.by.author.name for row in paper.stations if row.by}
    names |= {row.grader.name for row in paper.stations if row.grader and not row.by}
    return Line(
        number=number,
        paper=paper,
        url=paper_url(assignment, paper.id),
        word=word,
        icon=icon,
        tone=tone,
        points=sum(given) if given else None,
        maximum=sum(row.check.points for row in paper.stations),
        graders=", ".join(sorted(names)),
        is_flagged=bool(paper.seconds),
    )
