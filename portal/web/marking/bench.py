"""Everything that the page of one paper shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from portal.accounts.models import User
from portal.assessments.models import SECOND, Assessment
from portal.assessments.selectors import RubricCheck
from portal.assignments.models import Assignment
from portal.lib.errors import NotFoundError
from portal.marking.access import OpenPaper
from portal.marking.papers import names_of
from portal.marking.selectors.desk import Desk, Paper, desk_of
from portal.marking.selectors.head import KeptPhrase
from portal.marking.selectors.walk import Walk, neighbours, pace_of, walk_of
from portal.submissions.models import Submission
from portal.web import formats
from portal.web.marking.look import Look
from portal.web.marking.marks import at_of
from portal.web.marking.places import paper_url, reading_of
from portal.web.marking.sheet import Sheet, sheets_of


@dataclass(frozen=True)
class Bench:
    """One paper with its forms, and the way on."""

    assignment: Assignment
    title: str
    submission: Submission
    paper: OpenPaper
    entry: Paper | None  # on the desk; None where another submission counts
    desk: Desk
    name: str
    is_blind: bool
    checks: tuple[RubricCheck, ...]
    check: str  # the question, where one question after another is graded
    reading: int
    found: Mapping[str, Assessment]
    sheets: tuple[Sheet, ...]
    look: Look
    written: Mapping[str, str]  # a comment at a place that could not be kept yet
    place: int
    walk: Walk
    to_go: str
    before: str
    after: str
    phrases: Sequence[KeptPhrase]
    is_flagged: bool
    earlier: Mapping[str, Assessment]  # finished for another submission of theirs
    automatic: tuple[float, float]
    problem: str

    @property
    def here(self) -> str:
        """Return the page's own address, without a place in it."""
        return paper_url(
            self.assignment, self.paper.id, check=self.check, reading=self.reading
        )

    @property
    def graded_before(self) -> int:
        """Return the number of the submission that was graded before, 0 for none."""
        numbers = [row.submission.number for row in self.earlier.values()]
        return max(numbers, default=0)

    @property
    def points(self) -> float:
        return sum(sheet.points for sheet in self.sheets)

    @property
    def is_wrong(self) -> bool:
        """Whether a number was typed that cannot be kept: then there is no sum."""
        return any(sheet.is_wrong for sheet in self.sheets)

    @property
    def maximum(self) -> float:
        return sum(sheet.check.points for sheet in self.sheets)


def bench_of(
    paper: OpenPaper,
    *,
    viewer: User,
    asked: QueryDict,
    now: datetime,
    posted: QueryDict | None = None,
    problem: str = "",
) -> Bench:
    """Return the bench as ``asked`` for: ``check``, ``reading``, ``file``, ``at``."""
    assignment, submission = paper.assignment, paper.submission
    check, reading = asked.get("check", ""), reading_of(asked.get("reading"))
    desk = desk_of(assignment, now=now)
    entry = desk.by_id.get(paper.id)
    checks = _checks(desk, submission, entry, check)
    walk = walk_of(desk, viewer, check=check, reading=reading)
    found = desk.said_of(submission, reading)
    keep = {"check": check, "reading": str(reading) if reading == SECOND else ""}
    look = Look(
        submission,
        viewer,
        reading,
        names_of(desk.members_of(submission)) if desk.plan.is_blind else (),
        asked.get("file", ""),
        at_of(asked.get("at", "")),
        {key: value for key, value in keep.items() if value},
        now,
    )
    before, after = neighbours(walk.papers, entry) if entry else (None, None)
    return Bench(
        assignment=assignment,
        title=desk.title,
        submission=submission,
        paper=paper,
        entry=entry,
        desk=desk,
        name=entry.name if entry else _name(submission, is_blind=desk.plan.is_blind),
        is_blind=desk.plan.is_blind,
        checks=checks,
        check=check,
        reading=reading,
        found=found,
        sheets=tuple(sheets_of(checks, found, posted)),
        look=look,
        written=_written(posted, look),
        place=walk.place_of(entry) if entry else 0,
        walk=walk,
        to_go=_to_go(desk, walk, viewer, now=now),
        before=_url(desk, before, check, reading),
        after=_url(desk, after, check, reading),
        phrases=desk.head.phrases,
        is_flagged=bool(entry and entry.seconds),
        earlier=_earlier(desk, submission, found, reading),
        automatic=_automatic(submission, desk),
        problem=problem,
    )


def _earlier(
    desk: Desk, submission: Submission, found: Mapping[str, Assessment], reading: int
) -> Mapping[str, Assessment]:
    """Return what could be taken over: only while nobody has begun here."""
    return {} if found or reading == SECOND else desk.said_before(submission)


def _checks(
    desk: Desk, submission: Submission, entry: Paper | None, check: str
) -> tuple[RubricCheck, ...]:
    """Return the checks to grade here: all, or the one question asked for."""
    if entry is not None:
        every = [row.check for row in entry.stations if row.state != "closed"]
    else:
        has_score = hasattr(submission, "score")
        every = list(desk.rubrics.of(submission)) if has_score else []
    wanted = tuple(one for one in every if check in ("", one.name))
    if check and not wanted:
        raise NotFoundError("There is no such question in this paper.")
    return wanted


def _written(posted: QueryDict | None, look: Look) -> Mapping[str, str]:
    """Return what the form of a comment at a place holds; nothing sent is lost."""
    if posted is None:
        at = look.at
        return {"file": str(at.file), "place": str(at.place) if at.place else ""}
    names = ("file", "place", "text", "left", "top")
    return {name: posted.get(f"remark-{name}", "") for name in names}


def _to_go(desk: Desk, walk: Walk, viewer: User, *, now: datetime) -> str:
    """Return how many are done and left, and about how long that takes."""
    words = f"{walk.done} graded, {walk.left} to go"
    pace = pace_of(desk, viewer, now=now)
    if pace is None or not walk.left:
        return words
    return f"{words}: about {formats.span(pace * walk.left)} at your pace"


def _url(desk: Desk, paper: Paper | None, check: str, reading: int) -> str:
    if paper is None:
        return ""
    return paper_url(desk.assignment, paper.id, check=check, reading=reading)


def _automatic(submission: Submission, desk: Desk) -> tuple[float, float]:
    if not hasattr(submission, "score"):
        return 0.0, 0.0
    manual = {one.name for one in desk.rubrics.of(submission)}
    lines = [one for one in submission.score.lines if one["name"] not in manual]
    return sum(one["points"] for one in lines), sum(one["max_points"] for one in lines)


def _name(submission: Submission, *, is_blind: bool) -> str:
    return "Name hidden" if is_blind else submission.enrollment.user.name
