"""The assignments of one's courses as one sees them: due, state, score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.assignments.dates import DueDates
from portal.assignments.drafts import Draft, visible_drafts
from portal.assignments.extensions import personal
from portal.assignments.models import Assignment
from portal.courses.models import STAFF, Enrollment
from portal.gradebook.access import visible_columns
from portal.gradebook.selectors import Cell, Sheet, sheets_of, shown_cells
from portal.grading.models import GradingJob
from portal.grading.selectors import latest_jobs, visible_score
from portal.grading.selectors.own import Checks, checks_of, handed_in_by
from portal.grading.visibility import Moment, ShownScore
from portal.grading.words import Status, status_of
from portal.submissions.models import Submission
from portal.web.student.pieces import Piece, pieces_of

NOT_SENT = Status("not sent", "circle-dashed", "quiet", "student", "")
MISSING = Status("missing", "circle-dashed", "warn", "student", "")
IN_CLASS = Status("in class", "graduation-cap", "quiet", "staff", "")
EXCUSED = Status("excused", "circle-slash", "quiet", "staff", "")
INCOMPLETE = Status("incomplete", "hourglass", "quiet", "staff", "")
NOT_PUBLISHED = Status("not published", "eye-off", "quiet", "staff", "")
# To staff, who hand in nothing: how it stands for the class.
OPEN = Status("open", "calendar-clock", "quiet", "staff", "")
OVER = Status("past due", "calendar-clock", "quiet", "staff", "")
Cells = Mapping[int, Cell]  # by assignment
ALL_TERM = ("attendance", "participation")  # their due date asks nobody for anything


@dataclass(frozen=True)
class ShelfItem:
    """One assignment; ``score`` is the counting one, as far as it may be shown."""

    assignment: Assignment
    title: str
    kind: str
    points: float
    dates: DueDates
    status: Status
    latest: Submission | None
    counting: Submission | None
    score: ShownScore | None
    grade: float | None  # released only
    is_handed_in: bool

    @property
    def is_coming(self) -> bool:
        """Whether its due date is one to be ready for: work, an exam, a talk."""
        return self.is_handed_in or self.kind not in ALL_TERM

    def is_open(self, now: datetime) -> bool:
        """Say whether there is work to hand in, and time."""
        is_in_time = self.dates.due is None or self.dates.due >= now
        return self.is_handed_in and is_in_time


@dataclass(frozen=True)
class Shelf:
    """What one place has."""

    place: Enrollment
    items: tuple[ShelfItem, ...]


@dataclass(frozen=True)
class Shelves:
    """What all places of one person have, and all that was handed in there."""

    each: tuple[Shelf, ...]
    work: tuple[Submission, ...]  # first first


@dataclass(frozen=True)
class _Own:
    """What one person handed in, wherever it was."""

    latest: Mapping[int, Submission]  # by assignment
    by_pk: Mapping[int, Submission]
    jobs: Mapping[int, GradingJob]
    checks: Mapping[int, Checks]


def shelf_of(place: Enrollment, *, now: datetime) -> tuple[ShelfItem, ...]:
    """Return what one place has, and to staff its drafts; 1 query more for them."""
    drafts = visible_drafts(place)
    return shelves_of([place], now=now, drafts=drafts).each[0].items


def shelves_of(
    places: Sequence[Enrollment], *, now: datetime, drafts: Iterable[Draft] = ()
) -> Shelves:
    """Return what is published where one person is, in folder order.

    5 queries however many courses, assignments and submissions; 6 where a score was
    given under a version that is not the published one.
    """
    sheets = sheets_of([place.course for place in places], places, now=now)
    cells = {one.pk: shown_cells(sheets[one.course_id], one) for one in places}
    work = handed_in_by(places)
    own = _own(work, cells.values(), sheets.values())
    shelves = []
    for place in places:
        sheet = sheets[place.course_id]
        items = _items(place, sheet, cells[place.pk], own, drafts)
        shelves.append(Shelf(place, tuple(items)))
    return Shelves(tuple(shelves), tuple(work))


def due_soon(items: Iterable[ShelfItem], *, now: datetime) -> list[ShelfItem]:
    """Return what is still to come, soonest first."""
    dated = [i for i in items if i.dates.due is not None and i.dates.due >= now]
    return sorted(
        (item for item in dated if item.is_coming),
        key=lambda item: item.dates.due or now,
    )


def _own(
    work: Iterable[Submission], cells: Iterable[Cells], sheets: Iterable[Sheet]
) -> _Own:
    latest = {one.assignment_id: one for one in work}
    by_pk = {one.pk: one for one in work}
    counted = [
        c.counted.submission_id for mine in cells for c in mine.values() if c.counted
    ]
    published = [c.assignment.published_version for one in sheets for c in one.columns]
    return _Own(
        latest=latest,
        by_pk=by_pk,
        jobs=latest_jobs(latest.values()),
        checks=checks_of(
            [by_pk[pk] for pk in counted if pk in by_pk],
            [version for version in published if version is not None],
        ),
    )


def _items(
    place: Enrollment, sheet: Sheet, cells: Cells, own: _Own, drafts: Iterable[Draft]
) -> Iterable[ShelfItem]:
    shown = visible_columns(place, sheet.columns, now=sheet.now)
    for piece in pieces_of(shown, drafts):
        pk = piece.assignment.pk
        dates, cell = personal(piece.dates, pk, place, sheet.given), cells.get(pk)
        moment = Moment(
            is_staff=place.role in STAFF,
            is_past_due=dates.due is not None and sheet.now >= dates.due,
            is_published=cell is not None and cell.grade.is_released,
        )
        yield _item(replace(piece, dates=dates), cell, own, moment)


def _item(piece: Piece, cell: Cell | None, own: _Own, moment: Moment) -> ShelfItem:
    counted = cell.counted if cell else None
    counting = own.by_pk.get(counted.submission_id) if counted else None
    settled = _settled(cell)
    score = None
    if counting is not None and settled is None:
        score = visible_score(counting.score, own.checks[counting.pk], moment)
    return ShelfItem(
        assignment=piece.assignment,
        title=piece.title,
        kind=piece.kind.replace("_", " "),
        points=piece.points,
        dates=piece.dates,
        status=settled or _status(piece, own, moment),
        latest=own.latest.get(piece.assignment.pk),
        counting=counting,
        score=score,
        grade=cell.grade.points if cell and moment.is_published else None,
        is_handed_in=piece.is_handed_in,
    )


def _settled(cell: Cell | None) -> Status | None:
    """Return what staff said instead of a grade, once it is released."""
    if cell is None or not cell.grade.is_released:
        return None
    if cell.grade.is_excused:
        return EXCUSED
    return INCOMPLETE if cell.grade.is_incomplete else None


def _status(piece: Piece, own: _Own, moment: Moment) -> Status:
    last = own.latest.get(piece.assignment.pk)
    if last is not None:
        return status_of(own.jobs.get(last.pk))
    if not piece.is_published:
        return NOT_PUBLISHED
    if not piece.is_graded:
        return IN_CLASS
    if moment.is_staff:
        return OVER if moment.is_past_due else OPEN
    return MISSING if moment.is_past_due else NOT_SENT
