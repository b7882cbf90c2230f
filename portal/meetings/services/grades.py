"""Writes grades that follow from something else to the ledger.

Never over what staff wrote themselves: whoever was given, excused or adjusted a grade
by hand keeps it until that line is taken back.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.models import LedgerEntry
from portal.gradebook.policy import standing
from portal.gradebook.selectors.seen import SETTING
from portal.gradebook.services.lines import Draft
from portal.gradebook.services.many import write_lines
from portal.meetings.models import ComputedLine

Kind = LedgerEntry.Kind


@dataclass(frozen=True)
class Computed:
    """What a student's grade is to be and why; None leaves it open."""

    student: Enrollment
    points: float | None
    reason: str


def write_grades(
    assignment: Assignment, wanted: Sequence[Computed], *, actor: User, now: datetime
) -> int:
    """Write what differs; return how many grades staff have set by hand and keep."""
    lines: dict[int, list[LedgerEntry]] = defaultdict(list)
    cells = LedgerEntry.objects.filter(
        assignment=assignment, enrollment__in=[one.student for one in wanted]
    )
    for line in cells.select_related("computed"):
        lines[line.enrollment_id or 0].append(line)
    drafts, kept = [], 0
    for one in wanted:
        own = lines[one.student.pk]
        kept += is_by_hand(own)
        draft = None if is_by_hand(own) else _draft(assignment, one, own)
        if draft is not None:
            drafts.append(draft)
    if drafts:
        made = write_lines(assignment, drafts, actor=actor, now=now)
        ComputedLine.objects.bulk_create(ComputedLine(entry=line) for line in made)
    return kept


def is_by_hand(lines: Sequence[LedgerEntry]) -> bool:
    """Say whether a person set this grade; ``computed`` is fetched along."""
    setting = [line for line in standing(lines) if line.kind in SETTING]
    return any(not hasattr(line, "computed") for line in setting)


def _draft(
    assignment: Assignment, one: Computed, lines: list[LedgerEntry]
) -> Draft | None:
    """Return the line that is missing, if one is."""
    after = max((line.number for line in lines), default=0)
    held = [line for line in standing(lines) if line.kind in SETTING]
    last = max(held, key=lambda line: line.pk, default=None)
    kind = Kind.INCOMPLETE if one.points is None else Kind.OVERRIDE
    if last is None and one.points is None:
        return None
    if last and (last.kind, last.points, last.reason) == (kind, one.points, one.reason):
        return None
    return Draft(
        kind,
        assignment.course,
        assignment,
        one.student,
        one.reason,
        points=one.points,
        after=after,
    )
