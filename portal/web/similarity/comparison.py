"""One comparison: its pairs, how all of them are spread, who was left out."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.assignments.selectors import titles_of
from portal.lib.spreadsheets import Value
from portal.similarity.access import get_comparison
from portal.similarity.models import CaseState, Comparison, Entry, Pair
from portal.similarity.selectors import (
    Face,
    faces_of,
    is_blind,
    left_out_of,
    pairs_of,
    state_counts,
    threshold_of,
)
from portal.web.charts.bars import tall_histogram
from portal.web.downloads import table_of
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.similarity.faces import CASES, lines_of

ON_A_PAGE = 50
MOST_LEFT_OUT = 200
TENTHS = 10
HEAD = (
    "Place",
    "First",
    "First: alike %",
    "First: tokens",
    "First: lines",
    "Second",
    "Second: alike %",
    "Second: tokens",
    "Second: lines",
    "State",
)


@dataclass(frozen=True)
class Chip:
    """One filter with how many it leaves."""

    word: str
    state: str
    count: int
    is_on: bool


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a comparison, its pairs ranked; ``?state=`` filters, ``?page=`` turns."""
    comparison = get_comparison(request.user, public_id)
    assignment = comparison.assignment
    state = request.GET.get("state", "")
    state = state if state in CaseState.values else ""
    blind, bound = is_blind(assignment), threshold_of(assignment)
    counts = state_counts(comparison)
    page = _page(comparison, state, request.GET.get("page", "1"), counts)
    course = assignment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": titles_of([assignment])[assignment.pk],
        "comparison": comparison,
        "threshold": bound,
        "is_blind": blind,
        "chips": _chips(counts, state),
        "state": state,
        "page": page,
        "lines": lines_of(
            page, assignment, request.user, is_blind=blind, threshold=bound
        ),
        "chart": _chart(comparison, bound),
        "tenths": _tenths(comparison),
        **_left_out(comparison, request.user, blind=blind),
    }
    return render(request, "similarity/comparison.html", context)


@login_required
@require_safe
def send(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send all pairs as a table."""
    comparison = get_comparison(request.user, public_id)
    assignment = comparison.assignment
    lines = lines_of(
        pairs_of(comparison),
        assignment,
        request.user,
        is_blind=is_blind(assignment),
        threshold=threshold_of(assignment),
    )
    rows: list[tuple[Value, ...]] = [HEAD]
    rows += [
        (
            line.pair.place,
            *_told(line.pair, 0, line.first),
            *_told(line.pair, 1, line.second),
            line.word,
        )
        for line in lines
    ]
    name = f"{assignment.course.slug}-{assignment.slug}-alike"
    return table_of(rows, name=name, shape=shape, title="Pairs")


def _told(pair: Pair, number: int, face: Face) -> tuple[Value, ...]:
    side = pair.side(number)
    name = f"{face.name} ({face.term})" if face.term else face.name
    return name, round(100 * side["share"], 1), side["tokens"], side["lines"]


def _page(
    comparison: Comparison, state: str, raw: str, counts: dict[str, int]
) -> Page[Pair]:
    """Return one page of pairs; what is counted already is not counted again."""
    pages = Paginator(pairs_of(comparison, state=state), ON_A_PAGE)
    pages.__dict__["count"] = counts.get(state, 0) if state else sum(counts.values())
    return pages.get_page(raw)


def _chips(counts: dict[str, int], state: str) -> list[Chip]:
    words = [("", "All", sum(counts.values()))]
    words += [
        (one.value, CASES[one][0].capitalize(), counts.get(one.value, 0))
        for one in CaseState
    ]
    return [Chip(word, key, count, key == state) for key, word, count in words]


def _tenths(comparison: Comparison) -> list[tuple[int, int, int]]:
    """Return (from, to, pairs) for each tenth."""
    bins = comparison.bins
    return [
        (n * TENTHS, (n + 1) * TENTHS, sum(bins[n * TENTHS : (n + 1) * TENTHS]))
        for n in range(len(bins) // TENTHS)
    ]


def _chart(comparison: Comparison, bound: int) -> SafeString:
    counts = [count for _, _, count in _tenths(comparison)]
    if not any(counts):
        return SafeString("")
    return tall_histogram(
        counts,
        low=0,
        high=100,
        what="All pairs by how much is alike, in percent",
        says=f"{comparison.pairs_in_all} pairs; {bound} percent is the threshold."
        " Heights go by ratio, so that few are seen beside many.",
        key="spread",
        bound=float(bound),
        bound_says=f"threshold {bound} %",
    )


def _left_out(comparison: Comparison, viewer: User, *, blind: bool) -> dict[str, Any]:
    entries: list[Entry] = list(left_out_of(comparison)[: MOST_LEFT_OUT + 1])
    faces = faces_of(
        [one.submission for one in entries],
        comparison.assignment,
        viewer,
        is_blind=blind,
    )
    return {
        "left_out": [
            (one, faces[one.submission_id]) for one in entries[:MOST_LEFT_OUT]
        ],
        "is_more_left_out": len(entries) > MOST_LEFT_OUT,
    }
