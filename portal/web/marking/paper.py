"""The page where one paper is graded: work on the left, the rubric on the right."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.marking.access import get_marked_assignment, get_paper
from portal.marking.services import be_present
from portal.web.frame import course_frame
from portal.web.marking.acting import act
from portal.web.marking.bench import Bench, bench_of
from portal.web.marking.blanks import talks_of
from portal.web.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID, paper: UUID) -> HttpResponse:
    """Show a paper, or keep what was said of it and go on."""
    now = timezone.now()
    assignment = get_marked_assignment(request.user, public_id)
    found = get_paper(request.user, assignment, paper)
    bench = bench_of(found, viewer=request.user, asked=request.GET, now=now)
    if request.method != "POST":
        return _page(request, bench)
    outcome = act(bench, request.POST, actor=request.user, now=now)
    if request.htmx or outcome.problem:
        after = bench_of(
            found,
            viewer=request.user,
            asked=request.GET,
            now=now,
            posted=request.POST if outcome.problem else None,
            problem=outcome.problem,
        )
        if request.htmx:
            # Who is told of a conflict keeps the old revision until they save by hand.
            context = {"bench": after, "oob": not outcome.problem}
            return render(request, "marking/tally.html", context)
        return _page(request, after, status=outcome.status)
    if outcome.notice:
        messages.success(request, outcome.notice)
    return redirect(outcome.url)


@login_required
@require_POST
def presence(request: SignedInRequest, public_id: UUID, paper: UUID) -> HttpResponse:
    """Say that one is here; answer who else is."""
    assignment = get_marked_assignment(request.user, public_id)
    found = get_paper(request.user, assignment, paper)
    others = be_present(found.submission, actor=request.user, now=timezone.now())
    context = {"others": others, "course": assignment.course}
    return render(request, "marking/presence.html", context)


def _page(request: SignedInRequest, bench: Bench, status: int = 200) -> HttpResponse:
    course = bench.assignment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Grading"),
        "course": course,
        "bench": bench,
        "is_conflict": status == HTTPStatus.CONFLICT,
        "talks": talks_of(bench.desk, bench.submission),
    }
    return render(request, "marking/paper.html", context, status=status)
