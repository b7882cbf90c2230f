"""The dashboard: what needs the staff, how the class does, what machines do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.courses.models import Course
from portal.gradebook.selectors import Column, Head, head_of, stored_table
from portal.gradebook.services import refresh_rows
from portal.insight import needs
from portal.insight.checks import CheckFacts
from portal.insight.focus import around
from portal.insight.glance import Week, glance_at
from portal.insight.queue import PoolLine
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.behind import Behind, behind_of
from portal.web.staff.doors import course_of_staff
from portal.web.staff.dues import DueLine, due_lines
from portal.web.staff.focus import Focus, page_focus
from portal.web.staff.needs import Need, listed

MOST_BEHIND = 12


@dataclass(frozen=True)
class Dashboard:
    """What ``staff/dashboard.html`` needs."""

    title: str
    lede: str
    week: str
    students: int
    sections: int
    needs: tuple[Need, ...]
    dues: tuple[DueLine, ...]
    focus: Focus | None
    behind: tuple[Behind, ...]
    behind_more: int
    pools: tuple[PoolLine, ...]


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the dashboard; ``?assignment=slug`` looks at another assignment."""
    course = course_of_staff(request.user, public_id)
    now = timezone.now()
    head = head_of(course)
    refresh_rows(course, now=now, head=head)
    slug = request.GET.get("assignment", "")
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Dashboard"),
        "course": course,
        "board": dashboard_of(course, head, slug=slug, now=now),
    }
    return render(request, "staff/dashboard.html", context)


def dashboard_of(course: Course, head: Head, *, slug: str, now: datetime) -> Dashboard:
    """Return the whole page; the same number of queries at any size."""
    table = stored_table(course, head)
    due = around(head.columns, now=now)
    found = glance_at(course, head.columns, due, now=now)
    focus = page_focus(head, table, slug=slug, now=now)
    wanting = listed(course, table, found, _failing(focus), now=now)
    behind = behind_of(table, head, focus, now=now)
    shown, students = focus.column if focus else None, len(table.rows)
    return Dashboard(
        title=_title(len(wanting)),
        lede=_lede(found.pools),
        week=_week(found.week),
        students=students,
        sections=len({row.section for row in table.rows if row.section}),
        needs=wanting,
        dues=due_lines(due, found.handed_in, shown, students=students, now=now),
        focus=focus,
        behind=tuple(behind[:MOST_BEHIND]),
        behind_more=max(0, len(behind) - MOST_BEHIND),
        pools=tuple(found.pools),
    )


def _title(count: int) -> str:
    words = ("Nothing needs", "One thing needs", "Two things need", "Three things need")
    return f"{words[count] if count < len(words) else f'{count} things need'} you"


def _lede(pools: Sequence[PoolLine]) -> str:
    """Say how the queue is for this course; of others' work it says nothing."""
    stuck = [pool for pool in pools if pool.is_stuck]
    if stuck:
        count = sum(pool.waiting for pool in stuck)
        many = "submission waits" if count == 1 else "submissions wait"
        return (
            f"{count} {many} and no runner takes work: {_names(stuck)}. Tell your "
            "operators."
        )
    idle = [pool for pool in pools if not pool.well]
    if idle:
        return f"No runner takes work now: {_names(idle)}. Nothing of yours waits."
    silent = [pool for pool in pools if not pool.is_well]
    if silent:
        return f"Not every runner claims work: {_names(silent)}."
    return "Nothing is stuck." if pools else ""


def _names(pools: Sequence[PoolLine]) -> str:
    return ", ".join(pool.name for pool in pools)


def _week(found: Week) -> str:
    return f"Session {found.begun} of {found.sessions}" if found.begun else ""


def _failing(focus: Focus | None) -> tuple[Column, CheckFacts] | None:
    worst = needs.failing_check(focus.checks) if focus else None
    return (focus.column, worst) if focus and worst else None
