"""The way of one grader through the papers: next, before, how many are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.assessments.models import FIRST
from portal.marking.policy import pace_s
from portal.marking.selectors.desk import BEGUN, OPEN, Desk, Paper, Station

RECENT = timedelta(hours=8)


@dataclass(frozen=True)
class Walk:
    """Where a grader is: the papers they go through, and what is left of them."""

    papers: tuple[Paper, ...]
    done: int
    left: int

    def place_of(self, paper: Paper) -> int:
        """Return the paper's place from 1; 0 where it is not among them."""
        ids = [one.id for one in self.papers]
        return ids.index(paper.id) + 1 if paper.id in ids else 0


def walk_of(desk: Desk, viewer: User, *, check: str = "", reading: int = FIRST) -> Walk:
    """Return the papers with something for ``viewer``, by submission or by check."""
    mine = [p for p in desk.papers if tasks_of(p, viewer, check, reading)]
    todo = [p for p in mine if open_tasks(p, viewer, check, reading)]
    return Walk(tuple(mine), len(mine) - len(todo), len(todo))


def tasks_of(paper: Paper, viewer: User, check: str, reading: int) -> list[Station]:
    """Return the stations of a paper that are the viewer's to do."""
    rows = paper.stations if reading == FIRST else paper.seconds
    return [
        row
        for row in rows
        if check in ("", row.check.name)
        and row.state != "closed"
        and row.is_for(viewer, _first(paper, row))
    ]


def open_tasks(paper: Paper, viewer: User, check: str, reading: int) -> list[Station]:
    """Return those that are not finished."""
    rows = tasks_of(paper, viewer, check, reading)
    return [row for row in rows if row.state in (OPEN, BEGUN)]


def next_open(
    desk: Desk, viewer: User, after: Paper | None, *, check: str = "", reading: int
) -> Paper | None:
    """Return the next other paper with something left to do, round to the beginning."""
    papers = list(desk.papers)
    ids = [paper.id for paper in papers]
    if after is not None and after.id in ids:
        at = ids.index(after.id)
        papers = papers[at + 1 :] + papers[:at]
    return next((p for p in papers if open_tasks(p, viewer, check, reading)), None)


def neighbours(
    papers: Sequence[Paper], paper: Paper
) -> tuple[Paper | None, Paper | None]:
    """Return the papers before and after, whether graded or not."""
    ids = [one.id for one in papers]
    if paper.id not in ids:
        return None, papers[0] if papers else None
    at = ids.index(paper.id)
    before = papers[at - 1] if at else None
    return before, papers[at + 1] if at + 1 < len(papers) else None


def pace_of(desk: Desk, viewer: User, *, now: datetime) -> float | None:
    """Return the grader's usual seconds an answer of late, on this desk; no query."""
    rows = [row for found in desk.found.values() for row in found.values()]
    return pace_s(
        row.at
        for row in rows
        if row.author_id == viewer.pk and row.is_done and row.at > now - RECENT
    )


def _first(paper: Paper, row: Station) -> Station | None:
    return None if row.reading == FIRST else paper.station(row.check.name)
