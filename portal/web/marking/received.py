"""What people found, on the page of the submission, once it may be read there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from portal.accounts.models import User
from portal.assessments.models import Assessment, Remark
from portal.assessments.selectors import (
    RubricCheck,
    counts,
    is_by_people,
    rubric_checks,
)
from portal.grading.models import Score
from portal.grading.selectors import told_score
from portal.marking.papers import sealed
from portal.marking.selectors.feedback import Feedback, feedback_on
from portal.marking.selectors.requests import window_of
from portal.marking.viewing import Picture, WorkFile, work_of
from portal.submissions.models import Submission
from portal.submissions.parties import is_own
from portal.web.marking.places import paper_url
from portal.web.marking.requests import Line, line_of

QUOTED = 4  # lines of a notebook's cell


@dataclass(frozen=True)
class CriterionLine:
    """One criterion: its points and the items that were chosen."""

    title: str
    points: float
    maximum: float
    items: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class CheckLine:
    """One check that people graded."""

    title: str
    points: float
    maximum: float
    adjustment: float
    comment: str
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True)
class Place:
    """One comment in a file, with the line it is about."""

    path: str
    kind: str
    number: int
    quote: str
    text: str


@dataclass(frozen=True)
class Pin:
    """One comment on a page; ``left`` and ``top`` are None where it is about it all."""

    number: int
    text: str
    left: int | None
    top: int | None


@dataclass(frozen=True)
class CommentedPage:
    """A page of a PDF with the comments on it; no picture where it was not drawn."""

    path: str
    number: int
    picture: Picture | None
    url: str
    pins: tuple[Pin, ...]


@dataclass(frozen=True)
class Received:
    """What ``marking/received.html`` needs."""

    is_open: bool  # to the student
    checks: tuple[CheckLine, ...]
    places: tuple[Place, ...]  # on lines and cells
    pages: tuple[CommentedPage, ...]
    requests: tuple[Line, ...]
    may_ask: bool
    until: datetime | None
    choices: tuple[tuple[str, str], ...]
    paper: str  # where staff grade it; empty where names are hidden, and to students

    @property
    def remarks(self) -> list[Place]:
        """Return every comment in a file, whatever it is about."""
        on_pages = [
            Place(page.path, "page", page.number, "", pin.text)
            for page in self.pages
            for pin in page.pins
        ]
        return [*self.places, *on_pages]


def received_of(
    submission: Submission,
    *,
    viewer: User,
    is_staff: bool,
    is_published: bool,
    now: datetime,
    score: Score | None = None,
) -> Received:
    """Return what the viewer may read of it; to students nothing before the release.

    Its ``score`` is asked for where it is not at hand.
    """
    score, said = score or told_score(submission), feedback_on(submission)
    spec = score.job.curves_version.spec if score else {"checks": []}
    # Who grades without names must not recognise their own words beside one.
    may_grade = is_staff and not said.plan.is_blind
    may_read = is_published or may_grade
    window = window_of(submission, said.plan, reader=viewer, now=now)
    mine = is_published and is_own(submission, viewer)
    checks = _checks(said, spec) if may_read else ()
    places, pages = _places(submission, said.remarks, now) if may_read else ((), ())
    return Received(
        is_open=is_published,
        checks=checks,
        places=places,
        pages=pages,
        requests=tuple(line_of(row, None) for row in said.requests),
        may_ask=mine and window.is_open and score is not None,
        until=window.until if mine else None,
        choices=tuple(_choices(spec)),
        paper=_paper(submission) if may_grade and _is_manual(spec) else "",
    )


def _checks(said: Feedback, spec: Mapping[str, Any]) -> tuple[CheckLine, ...]:
    return tuple(
        _check(check, said.assessments[check.name])
        for check in rubric_checks(spec, said.editions)
        if counts(check, said.assessments.get(check.name))
    )


def _check(check: RubricCheck, row: Assessment) -> CheckLine:
    score = check.score(row)
    criteria = {one["name"]: one for one in check.rubric["criteria"]}
    return CheckLine(
        title=check.title,
        points=check.points * score.share,
        maximum=check.points,
        adjustment=row.adjustment,
        comment=row.comment,
        lines=tuple(
            CriterionLine(
                line.title,
                line.points,
                line.max_points,
                tuple(
                    item
                    for item in criteria[line.name]["items"]
                    if item["name"] in line.chosen
                ),
            )
            for line in score.lines
        ),
    )


def _places(
    submission: Submission, remarks: Sequence[Remark], now: datetime
) -> tuple[tuple[Place, ...], tuple[CommentedPage, ...]]:
    if not remarks:
        return (), ()
    files = {file.path: file for file in work_of(submission, now=now)}
    pages: dict[tuple[str, int], list[Remark]] = {}
    for one in remarks:
        if one.kind == "page":
            pages.setdefault((one.path, one.place), []).append(one)
    return (
        tuple(_place(one, files[one.path]) for one in remarks if one.kind != "page"),
        tuple(
            _page(submission, files[path], number, found)
            for (path, number), found in pages.items()
        ),
    )


def _place(remark: Remark, file: WorkFile) -> Place:
    quote = ""
    if remark.kind == "line":
        at = next((one for one in file.lines if one.number == remark.place), None)
        quote = at.text if at else ""
    else:
        cell = next((one for one in file.cells if one.number == remark.place), None)
        quote = "\n".join(line.text for line in cell.lines[:QUOTED]) if cell else ""
    return Place(remark.path, remark.kind, remark.place, quote, remark.text)


def _page(
    submission: Submission, file: WorkFile, number: int, remarks: Iterable[Remark]
) -> CommentedPage:
    key = [submission.public_id, file.number, number]
    return CommentedPage(
        file.path,
        number,
        file.picture(number),
        reverse("marking:own-page", args=key),
        tuple(Pin(n, r.text, r.left, r.top) for n, r in enumerate(remarks, 1)),
    )


def _paper(submission: Submission) -> str:
    paper = sealed(submission.public_id, submission.assignment)
    return paper_url(submission.assignment, paper)


def _is_manual(spec: Mapping[str, Any]) -> bool:
    return any(map(is_by_people, spec["checks"]))


def _choices(spec: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for check in spec["checks"]:
        if check["points"]:
            yield check["name"], check["title"]
    yield "", "Everything"
