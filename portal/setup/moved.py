"""Due dates that a load moves after something was handed in, and what that does."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from portal.assignments.models import Assignment
from portal.assignments.selectors import assignments_of, due_dates, shown_version
from portal.courses.models import Course
from portal.grading.lateness import is_late, lateness_of
from portal.submissions.models import Source, Submission

Dues = dict[int, datetime | None]

HANDED_IN = ~Q(submissions__source=Source.DESK)


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
    return {
        item.pk: due_dates(item).due
        for item in assignments_of(course)
        if shown_version(item) is not None
    }


def moved_since(before: Dues, course: Course) -> tuple[Moved, ...]:
    """Return the assignments with hand-ins whose due date is another one now."""
    fresh = Course.objects.get(pk=course.pk)
    found = []
    for item in assignments_of(fresh).annotate(
        hand_ins=Count("submissions", filter=HANDED_IN)
    ):
        if item.pk not in before or not item.hand_ins or shown_version(item) is None:
            continue
        due = due_dates(item).due
        if due != before[item.pk]:
            freed = _freed(item, due)
            found.append(
                Moved(
                    item.slug,
                    before[item.pk],
                    due,
                    item.hand_ins,
                    freed,
                    fresh.timezone,
                )
            )
    return tuple(found)


def _freed(assignment: Assignment, due: datetime | None) -> int:
    """Return how many late ones are on time by the new date; extensions apart."""
    version = shown_version(assignment)
    category = version.spec["category"] if version else ""
    late = lateness_of(
        assignment.course.policy, category=category, assignment=assignment.slug
    )
    came = Submission.objects.filter(assignment=assignment, is_late=True)
    instants = came.values_list("received_at", flat=True)
    return sum(not is_late(at, due, late) for at in instants)
