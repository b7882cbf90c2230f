"""The assignments of one course as one person sees them: due, state, score."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.assignments.access import visible_assignments
from portal.assignments.dates import DueDates
from portal.assignments.extensions import extensions_in, personal
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec, due_dates, shown_version
from portal.courses.models import STAFF, Course, Enrollment
from portal.gradebook.selectors import Cell, own_cells
from portal.grading.models import GradingJob
from portal.grading.selectors import latest_jobs
from portal.grading.visibility import Moment, ShownScore
from portal.grading.words import Status, status_of
from portal.submissions.models import Submission
from portal.submissions.parties import shared_with
from portal.web.student.history import shown_score_of

NOT_SENT = Status("not sent", "circle-dashed", "quiet", "student", "")
MISSING = Status("missing", "circle-dashed", "warn", "student", "")
IN_CLASS = Status("in class", "graduation-cap", "quiet", "staff", "")
EXCUSED = Status("excused", "circle-slash", "quiet", "staff", "")
INCOMPLETE = Status("incomplete", "hourglass", "quiet", "staff", "")
NOT_PUBLISHED = Status("not published", "eye-off", "quiet", "staff", "")
# To staff, who hand in nothing: how it stands for the class.
OPEN = Status("open", "calendar-clock", "quiet", "staff", "")
OVER = Status("past due", "calendar-clock", "quiet", "staff", "")
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


def shelf_of(
    viewer: User, course: Course, enrollment: Enrollment, *, now: datetime
) -> list[ShelfItem]:
    """Return the visible assignments in the order they are due; queries do not grow."""
    assignments = [
        item
        for item in visible_assignments(viewer, course, now=now)
        if shown_version(item) is not None
    ]
    submissions = _own(enrollment)
    latest = {s.assignment_id: s for s in submissions}
    by_id = {s.public_id: s for s in submissions}
    jobs = latest_jobs(latest.values())
    cells = own_cells(course, enrollment, now=now)
    given = extensions_in(course, only=enrollment)
    items = []
    for assignment in assignments:
        dates = personal(due_dates(assignment), assignment.pk, enrollment, given)
        last = latest.get(assignment.pk)
        cell = cells.get(assignment.pk)
        items.append(
            _item(
                assignment,
                dates,
                last,
                by_id.get(cell.submission) if cell and cell.submission else None,
                cell,
                status=_settled(cell)
                or _status(
                    assignment,
                    dates,
                    last,
                    jobs,
                    is_staff=enrollment.role in STAFF,
                    now=now,
                ),
                moment=_moment(dates, cell, enrollment, now=now),
            )
        )
    return items


def _own(enrollment: Enrollment) -> list[Submission]:
    return list(
        Submission.objects.filter(shared_with(enrollment))
        .select_related("score__job__version", "score__job__scored_under")
        .order_by("number")
    )


def _item(
    assignment: Assignment,
    dates: DueDates,
    last: Submission | None,
    counting: Submission | None,
    cell: Cell | None,
    *,
    status: Status,
    moment: Moment,
) -> ShelfItem:
    spec = current_spec(assignment)
    is_released = cell is not None and cell.grade.is_released
    return ShelfItem(
        assignment=assignment,
        title=spec.title,
        kind=spec.kind.replace("_", " "),
        points=spec.points,
        dates=dates,
        status=status,
        latest=last,
        counting=counting,
        score=shown_score_of(counting, moment)
        if counting and not _settled(cell)
        else None,
        grade=cell.grade.points if cell is not None and is_released else None,
        is_handed_in=spec.is_handed_in,
    )


def _moment(
    dates: DueDates, cell: Cell | None, enrollment: Enrollment, *, now: datetime
) -> Moment:
    due = dates.due
    return Moment(
        is_staff=enrollment.role in STAFF,
        is_past_due=due is not None and now >= due,
        is_published=cell is not None and cell.grade.is_released,
    )


def _settled(cell: Cell | None) -> Status | None:
    """Return what staff said instead of a grade, once it is released."""
    if cell is None or not cell.grade.is_released:
        return None
    if cell.grade.is_excused:
        return EXCUSED
    return INCOMPLETE if cell.grade.is_incomplete else None


def _status(
    assignment: Assignment,
    dates: DueDates,
    last: Submission | None,
    jobs: dict[int, GradingJob],
    *,
    is_staff: bool,
    now: datetime,
) -> Status:
    if last is not None:
        return status_of(jobs.get(last.pk))
    if assignment.published_version is None:
        return NOT_PUBLISHED
    if not assignment.published_version.spec["grade"]["family"]:
        return IN_CLASS
    is_over = dates.due is not None and dates.due < now
    if is_staff:
        return OVER if is_over else OPEN
    return MISSING if is_over else NOT_SENT


def due_soon(items: Iterable[ShelfItem], *, now: datetime) -> list[ShelfItem]:
    """Return what is still to come, soonest first."""
    dated = [i for i in items if i.dates.due is not None and i.dates.due >= now]
    return sorted(
        (item for item in dated if item.is_coming),
        key=lambda item: item.dates.due or now,
    )
