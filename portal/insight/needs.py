"""What waits for the staff of a course."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from graders.protocol import Outcome
from portal.courses.models import Course
from portal.gradebook import stored
from portal.gradebook.selectors import Column, StoredTable
from portal.grading.models import GradingJob, Report
from portal.grading.states import JobState
from portal.insight.checks import CheckFacts
from portal.lib.listing import instant
from portal.lib.together import Found, Part, Said, part
from portal.marking.models import RegradeRequest

FAILS_OFTEN = 0.4  # a check met by fewer than this share of the class
LEAST_STUDENTS = 10  # before a share says anything
REQUESTS, BROKEN, FLAGGED = "requests", "broken", "flagged"


@dataclass(frozen=True)
class Requests:
    """Open regrade requests."""

    count: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class Broken:
    """Jobs of an assignment that a fault of ours ended, for staff to look at."""

    slug: str
    count: int
    last_at: datetime


@dataclass(frozen=True)
class Flagged:
    """Reports of an assignment with something odd in a measurement."""

    slug: str
    count: int
    submission: UUID  # the newest one


def requests_part(course: Course) -> Part:
    """Return what ``requests_of`` reads."""
    rows = RegradeRequest.objects.filter(
        submission__assignment__course=course, state="open"
    )
    counts = {"count": Count("pk"), "oldest_at": Min("opened_at")}
    return part(REQUESTS, rows, "submission__assignment__slug", **counts)


def requests_of(found: Found) -> Requests:
    """Return how many regrade requests wait; no query."""
    rows = [said for _, said in found[REQUESTS]]
    oldest = min((instant(said["oldest_at"]) for said in rows), default=None)
    return Requests(sum(said["count"] for said in rows), oldest)


def broken_part(course: Course) -> Part:
    """Return what ``broken_of`` reads."""
    rows = (
        GradingJob.objects.filter(submission__assignment__course=course)
        .filter(
            Q(state=JobState.DONE, outcome=Outcome.LAB_BROKEN.value)
            | Q(state=JobState.PARKED)
        )
        .filter(submission__score__isnull=True)
    )
    counts = {"count": Count("submission", distinct=True), "last_at": Max("created_at")}
    return part(BROKEN, rows, "submission__assignment__slug", **counts)


def broken_of(found: Found) -> list[Broken]:
    """Return where the lab broke, or a job gave up, and nothing ran since; no query."""
    return [
        Broken(slug, said["count"], instant(said["last_at"]))
        for slug, said in sorted(found[BROKEN], key=itemgetter(0))
    ]


def flagged_part(course: Course) -> Part:
    """Return what ``flagged_of`` reads: flagged reports that gave a score."""
    rows = Report.objects.filter(
        job__score_of__isnull=False, job__submission__assignment__course=course
    )
    to = "job__submission"
    of = {"pk": to, "id": f"{to}__public_id"}
    return part(FLAGGED, rows.exclude(flags=[]), f"{to}__assignment__slug", **of)


def flagged_of(found: Found) -> list[Flagged]:
    """Return how many submissions have flags, by assignment; no query."""
    by_slug: dict[str, list[Said]] = defaultdict(list)
    for slug, said in found[FLAGGED]:
        by_slug[slug].append(said)
    newest = {slug: max(rows, key=itemgetter("pk")) for slug, rows in by_slug.items()}
    return [
        Flagged(slug, len(by_slug[slug]), UUID(newest[slug]["id"]))
        for slug in sorted(by_slug)
    ]


def failing_check(facts: Sequence[CheckFacts]) -> CheckFacts | None:
    """Return the check that far more of the class fail than any other; pure."""
    known = [one for one in facts if one.count >= LEAST_STUDENTS]
    worst = sorted(known, key=lambda one: one.share)
    if not worst or worst[0].share >= FAILS_OFTEN:
        return None
    others = [one.share for one in worst[1:]]
    return worst[0] if not others or worst[0].share < others[0] - 0.1 else None


@dataclass(frozen=True)
class Unentered:
    """An assignment that nobody hands in, and who has no grade after its date."""

    column: Column
    left: int
    people: int


def unentered(
    table: StoredTable, waiting: Iterable[str], *, now: datetime
) -> list[Unentered]:
    """Return what staff have still to enter grades of; pure.

    ``waiting`` are the slugs of assignments whose papers wait anyway.
    """
    pending, found = set(waiting), []
    for place, column in enumerate(table.head.columns):
        due = column.dates.due
        is_over = due is not None and due < now
        if column.is_handed_in or not is_over or column.assignment.slug in pending:
            continue
        left = sum(_is_open(row.marks[place]) for row in table.rows)
        if left:
            found.append(Unentered(column, left, len(table.rows)))
    return found


def _is_open(marks: int) -> bool:
    settled = stored.EXCUSED | stored.INCOMPLETE
    return bool(marks & stored.NOTHING) and not marks & settled


def unreleased(
    columns: Sequence[Column], waiting: Iterable[str], *, now: datetime
) -> list[Column]:
    """Return what is over, all graded and not yet released; pure.

    ``waiting`` are the slugs of assignments in which somebody still waits for people.
    """
    pending = set(waiting)
    return [
        column
        for column in columns
        if not column.is_released
        and column.dates.due is not None
        and (column.dates.late_due or column.dates.due) < now
        and column.assignment.slug not in pending
    ]
