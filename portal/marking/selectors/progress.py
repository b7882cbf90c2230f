"""How far a class is graded: in all, and by each grader."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.assessments.models import Revision
from portal.marking.policy import pace_s
from portal.marking.selectors.desk import CLOSED, DONE, Desk
from portal.marking.selectors.walk import RECENT


@dataclass(frozen=True)
class GraderLine:
    """One grader: what is theirs to do, what they have done, how fast of late."""

    grader: User
    allotted: int
    left: int
    done: int
    mean_points: float | None  # as a share of the most
    pace_s: float | None

    @property
    def mean_percent(self) -> str:
        """Return the mean share in words; a dash where nothing is graded."""
        return "–" if self.mean_points is None else f"{100 * self.mean_points:.0f} %"


@dataclass(frozen=True)
class Progress:
    """Answers (checks of papers), and who grades them."""

    answers: int
    done: int
    graders: tuple[GraderLine, ...]

    @property
    def left(self) -> int:
        return self.answers - self.done


def progress_of(desk: Desk, *, now: datetime) -> Progress:
    """Return the progress of a desk; 2 queries."""
    rows = [row for row in desk.stations() if row.state != CLOSED]
    seconds = desk.stations(reading=2)
    every = [*rows, *seconds]
    allotted = Counter(row.grader.pk for row in every if row.grader)
    left = Counter(r.grader.pk for r in every if r.grader and r.state != DONE)
    shares: dict[int, list[float]] = {}
    for row in every:
        if row.state == DONE and row.by is not None:
            shares.setdefault(row.by.author_id, []).append(
                row.check.score(row.by).share
            )
    people = {row.grader.pk: row.grader for row in every if row.grader}
    people |= {row.by.author_id: row.by.author for row in every if row.by}
    paces = _paces(desk, list(people), now=now)
    lines = [
        GraderLine(
            grader,
            allotted[pk],
            left[pk],
            len(shares.get(pk, ())),
            sum(shares[pk]) / len(shares[pk]) if pk in shares else None,
            paces.get(pk),
        )
        for pk, grader in people.items()
    ]
    return Progress(
        len(rows),
        sum(row.state == DONE for row in rows),
        tuple(sorted(lines, key=lambda line: line.grader.name)),
    )


def _paces(desk: Desk, people: list[int], *, now: datetime) -> dict[int, float | None]:
    rows = Revision.objects.filter(
        assessment__submission__assignment=desk.assignment,
        author__in=people,
        at__gt=now - RECENT,
        is_done=True,
    )
    firsts: dict[int, dict[int, datetime]] = {}
    for author, assessment, at in rows.order_by("at").values_list(
        "author", "assessment", "at"
    ):
        firsts.setdefault(author, {}).setdefault(assessment, at)
    return {author: pace_s(found.values()) for author, found in firsts.items()}
