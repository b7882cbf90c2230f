"""A newer version tried on the class: each difference, then publish or drop."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.assignments.models import Assignment, AssignmentVersion
from portal.courses.models import Role
from portal.grading.access import get_regrade
from portal.grading.models import Regrade
from portal.grading.selectors.regrade import Difference, Trial, trial_of
from portal.grading.services import begin_regrade, drop_regrade, publish_regrade
from portal.lib.errors import InvalidError
from portal.marking.access import get_marked_assignment
from portal.marking.papers import drawn_names
from portal.marking.selectors.head import Head, head_of, title_of
from portal.web import formats
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest

BINS = 10
STATES = {
    "running": ("on trial", "hourglass", "busy"),
    "published": ("published", "circle-check", "ok"),
    "dropped": ("dropped", "ban", "quiet"),
}
ENDS = {
    "graded": "",
    "timeout": "too slow",
    "out_of_memory": "out of memory",
    "ungradable": "ungradable",
    "lab_broken": "the judge failed",
    "cancelled": "cancelled",
}


@dataclass(frozen=True)
class Bin:
    """A tenth of the points, and how many scores lie in it, was and would be."""

    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Word:
    """A trial's state in words."""

    word: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Row:
    """One submission's difference with a name, by lot in blind mode."""

    name: str
    one: Difference
    why: str


@dataclass(frozen=True)
class Changed:
    """One score that publishing changed."""

    name: str
    number: int
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List the trials of an assignment, or begin one."""
    assignment = get_marked_assignment(request.user, public_id)
    if request.method == "POST":
        return redirect("marking:regrade", _begin(request, assignment).public_id)
    course = assignment.course
    rows = assignment.regrades.select_related("version", "author").order_by("-pk")
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Grading"),
        "course": course,
        "assignment": assignment,
        "title": title_of(assignment),
        "regrades": [(row, *STATES[row.state]) for row in rows],
        "versions": _versions(assignment),
    }
    return render(request, "marking/regrades.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a trial's differences; publish or drop it."""
    regrade = get_regrade(request.user, public_id)
    if request.method == "POST":
        messages.success(request, _end(request, regrade))
        return redirect("marking:regrade", public_id)
    assignment, head = head_of(regrade.assignment)
    course = assignment.course
    trial = trial_of(regrade)
    rows = _rows(trial, assignment, head)
    word, icon, tone = STATES[regrade.state]
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Grading"),
        "course": course,
        "assignment": assignment,
        "title": title_of(assignment),
        "regrade": regrade,
        "state": Word(word, icon, tone),
        "trial": trial,
        "rows": rows,
        "changed": _changed(regrade, rows),
        "bins": _bins(trial, regrade.version),
        "is_instructor": head.role_of(request.user) == Role.INSTRUCTOR,
    }
    return render(request, "marking/regrade.html", context)


def _versions(assignment: Assignment) -> list[AssignmentVersion]:
    """Return the versions that were loaded, the newest first."""
    return list(assignment.versions.defer("spec", "text").order_by("-pk")[:20])


def _begin(request: SignedInRequest, assignment: Assignment) -> Regrade:
    raw = request.POST.get("sample", "").strip() or "0"
    version = assignment.versions.filter(digest=request.POST.get("version")).first()
    if version is None or not raw.isdecimal() or len(raw) > 5:
        raise InvalidError("Choose a version of this assignment, and how many.")
    return begin_regrade(
        assignment,
        version,
        reason=request.POST.get("reason", ""),
        sample=int(raw),
        actor=request.user,
        now=timezone.now(),
    )


def _end(request: SignedInRequest, regrade: Regrade) -> str:
    what, now = request.POST.get("do"), timezone.now()
    if what == "publish":
        changed = publish_regrade(regrade, actor=request.user, now=now)
        scores = "1 score" if changed == 1 else f"{changed} scores"
        return f"Published: {scores} changed."
    if what == "drop":
        drop_regrade(regrade, actor=request.user, now=now)
        return "Dropped: nothing has changed."
    raise InvalidError("This page cannot do that.")


def _rows(trial: Trial, assignment: Assignment, head: Head) -> list[Row]:
    names = drawn_names(assignment, head.drawn) if head.plan.is_blind else {}
    return [
        Row(
            names.get(one.submission.enrollment_id)
            or one.submission.enrollment.user.name,
            one,
            _why(one),
        )
        for one in trial.differences
    ]


def _changed(regrade: Regrade, rows: Iterable[Row]) -> list[Changed]:
    """Return what publishing changed, the largest first; what was is in its diary."""
    names = {row.one.submission.public_id: row for row in rows}
    found = [
        Changed(row.name, row.one.submission.number, before, after)
        for public_id, before, after in regrade.changes
        if (row := names.get(UUID(public_id)))
    ]
    return sorted(found, key=lambda one: -abs(one.change))


def _why(one: Difference) -> str:
    if one.after is None:
        return ENDS.get(one.job.outcome, "") or "not done yet"
    moved = (
        f"{m.title} {formats.points(m.before)} → {formats.points(m.after)}"
        for m in one.moved
    )
    return "; ".join(moved)


def _bins(trial: Trial, version: AssignmentVersion) -> list[Bin]:
    """Return the distribution before and after, where there is anything to compare."""
    both = [one for one in trial.differences if one.after is not None]
    most = float(version.spec["points"]) or 1.0
    before = _counts((one.before for one in both), most)
    after = _counts((one.after or 0.0 for one in both), most)
    return [
        Bin(f"{number * most / BINS:g}–{(number + 1) * most / BINS:g}", was, would)
        for number, (was, would) in enumerate(zip(before, after, strict=True))
    ]


def _counts(points: Iterable[float], most: float) -> Sequence[int]:
    counts: list[Any] = [0] * BINS
    for one in points:
        counts[max(0, min(BINS - 1, int(one / most * BINS)))] += 1
    return counts
