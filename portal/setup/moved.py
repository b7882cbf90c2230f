"""Due dates that a load moves after something was handed in, and what that does."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.assignments.models import Assignment
from portal.assignments.selectors import (
    assignments_of,
    due_dates,
    shown_version,
    shown_versions,
)
from portal.courses.models import Course
from portal.grading.lateness import is_late, lateness_of
from portal.submissions.models import Submission
from portal.submissions.parties import HANDED_IN

Dues = dict[int, datetime | None]

# When each was due, and when it is.
Both = Mapping[Assignment, tuple[datetime | None, datetime | None]]


@dataclass(frozen=True)
class Moved:
    """One due date that is no more what it was when work came."""

    slug: str
    before: datetime | None
    after: datetime | None
    hand_ins: int
    freed: int  # late ones that are on time by the new date
    zone: str

    def sentence(self) -> str:
        """Say what moved, and what becomes of the work that came."""
        many = "1 hand-in" if self.hand_ins == 1 else f"{self.hand_ins} hand-ins"
        said = (
            f"{self.slug}: due {self._said(self.before)} becomes "
            f"{self._said(self.after)}, after {many}. What was on time stays on time"
        )
        if self.freed:
            was = "was late is" if self.freed == 1 else "were late are"
            said += f"; {self.freed} that {was} on time now"
        return f"{said}. Nothing is lost."

    def _said(self, at: datetime | None) -> str:
        if at is None:
            return "never"
        return f"{at.astimezone(ZoneInfo(self.zone)):%-d %b %Y %H:%M}"


def dues_of(course: Course | None) -> Dues:
    """Return when each assignment of the course is due now; nothing for a new one."""
    if course is None:
        return {}
    items = list(assignments_of(course))
    versions = shown_versions(items)
    return {
        item.pk: due_dates(item, versions[item.pk]).due
        for item in items
        if item.pk in versions
    }


def moved_since(before: Dues, course: Course) -> tuple[Moved, ...]:
    """Return the assignments with hand-ins whose due date is another one now."""
    items = list(assignments_of(course))
    versions = shown_versions(items)
    both = {
        item: (before[item.pk], due_dates(item, versions[item.pk]).due)
        for item in items
        if item.pk in before and item.pk in versions
    }
    return tuple(_moved(both))


def moved_by(
    assignment: Assignment, before: datetime | None, after: datetime | None
) -> Moved | None:
    """Return what it does where this one is due then; nothing where no work came."""
    return next(_moved({assignment: (before, after)}), None)


def _moved(both: Both) -> Iterator[Moved]:
    """Yield those that moved and have hand-ins; 1 query however many there are."""
    moves = {item: two for item, two in both.items() if two[0] != two[1]}
    came = _came(moves) if moves else {}
    for item, (before, after) in moves.items():
        work = came.get(item.pk, [])
        if work:
            freed = _freed(item, after, [at for at, late in work if late])
            zone = item.course.timezone
            yield Moved(item.slug, before, after, len(work), freed, zone)


def _came(items: Iterable[Assignment]) -> dict[int, list[tuple[datetime, bool]]]:
    """Return when work came and whether it was late, by assignment."""
    rows = Submission.objects.filter(HANDED_IN, assignment__in=list(items))
    came: dict[int, list[tuple[datetime, bool]]] = {}
    for key, at, late in rows.values_list("assignment_id", "received_at", "is_late"):
        came.setdefault(key, []).append((at, late))
    return came


def _freed(
    assignment: Assignment, due: datetime | None, came: Iterable[datetime]
) -> int:
    """Return how many late ones are on time by the new date; extensions apart."""
    version = shown_version(assignment)
    category = version.spec["category"] if version else ""
    late = lateness_of(
        assignment.course.policy, category=category, assignment=assignment.slug
    )
    return sum(not is_late(at, due, late) for at in came)
