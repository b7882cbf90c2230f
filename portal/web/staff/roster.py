"""A roster file in the browser: chosen, looked at, then taken in."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.courses.models import Course, Enrollment
from portal.courses.roster import RosterError, RosterRow, read_roster
from portal.courses.services import (
    RosterPlan,
    import_roster,
    keep_an_instructor,
    plan_roster,
)
from portal.lib import store
from portal.lib.errors import ConflictError
from portal.submissions.selectors import hand_ins_of
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_instructor
from portal.web.staff.staged import stage, staged

MOST_MIB = 5
MOST_SHOWN = 500  # lines of each kind in a preview


@dataclass(frozen=True)
class Returning:
    """Somebody who was dropped and is in the file, with what waits for them."""

    enrollment: Enrollment
    hand_ins: int


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask for a file; a POST shows what it would do, or what is wrong with it."""
    course = course_of_instructor(request.user, public_id)
    context: dict[str, object] = {}
    if request.method == "POST":
        encoding = request.POST.get("encoding", "")
        ticket = stage(
            request.FILES.get("file"),
            purpose=_purpose(course),
            viewer=request.user,
            most_mib=MOST_MIB,
        )
        context = _preview(course, ticket, encoding, request=request)
    return _page(request, course, context)


@login_required
@require_POST
def take_in(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Do what the preview showed, or show another where the course changed since."""
    course = course_of_instructor(request.user, public_id)
    ticket = request.POST.get("ticket", "")
    rows = _rows(request, course, ticket)
    drops = bool(request.POST.get("drop"))
    with transaction.atomic():
        plan = import_roster(
            course,
            rows,
            drop_missing=drops,
            actor=request.user,
            now=timezone.now(),
        )
        if request.POST.get("seen", "") != fingerprint(plan):
            raise ConflictError(
                "The course changed since you looked; nothing was written. Choose the "
                "file once more."
            )
        keep_an_instructor(course)
    messages.success(request, _said(plan, drops))
    return redirect("staff:people", course.public_id)


def fingerprint(plan: RosterPlan) -> str:
    """Return what stands for a plan as it was shown."""
    shown = (
        [row.email for row in plan.added],
        [(row.email, words) for row, words in plan.changed],
        [one.pk for one in plan.missing],
    )
    return sha256(repr(shown).encode()).hexdigest()


def _rows(request: SignedInRequest, course: Course, ticket: str) -> list[RosterRow]:
    kept = staged(ticket, purpose=_purpose(course), viewer=request.user)
    encoding = request.POST.get("encoding", "")
    return read_roster(store.read(kept), encoding=encoding)


def _preview(
    course: Course, ticket: str, encoding: str, *, request: SignedInRequest
) -> dict[str, object]:
    try:
        rows = _rows(request, course, ticket)
    except RosterError as error:
        return {"problems": error.problems, "encoding": encoding}
    plan = plan_roster(course, rows)
    counts = hand_ins_of(plan.returning)
    return {
        "plan": plan,
        "returning": [Returning(one, counts[one.pk]) for one in plan.returning],
        "seen": fingerprint(plan),
        "ticket": ticket,
        "encoding": encoding,
        "drops_you": any(one.user == request.user for one in plan.missing),
        "shown": f":{MOST_SHOWN}",
        "most_shown": MOST_SHOWN,
        "is_cut": max(map(len, (plan.added, plan.changed, plan.missing))) > MOST_SHOWN,
    }


def _page(
    request: SignedInRequest, course: Course, context: dict[str, object]
) -> HttpResponse:
    frame = course_frame(request.user, course, is_staff=True, here="People")
    context = {"frame": frame, "course": course, **context}
    status = 400 if "problems" in context else 200
    return render(request, "staff/roster.html", context, status=status)


def _purpose(course: Course) -> str:
    return f"roster {course.public_id}"


def _said(plan: RosterPlan, drops: bool) -> str:
    dropped = len(plan.missing) if drops else 0
    return (
        f"{len(plan.added)} added, {len(plan.changed)} changed, {dropped} dropped; "
        f"{len(plan.unchanged)} are as they were."
    )
