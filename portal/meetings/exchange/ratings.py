"""A file of what members of teams say of each other, and what of it is new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.courses.selectors import students_of
from portal.lib.columns import Row, rows_by_column
from portal.meetings.models import Rating
from portal.meetings.ratings import Task, task_of
from portal.meetings.services.ratings import Opinion, why_none

NEEDED = ("rater", "rated", "points", "sentence")
Said = dict[int, Opinion]  # by the row number of whom it is about


@dataclass
class RatingsPlan:
    """All that a file would add; with ``problems`` nothing can be written."""

    said: dict[Enrollment, Said] = field(default_factory=dict)
    same: int = 0
    problems: list[str] = field(default_factory=list)


def plan_ratings(
    assignment: Assignment, content: bytes, *, now: datetime
) -> RatingsPlan:
    """Compare a file with what was said; 2 queries and a few for each who rates."""
    plan = RatingsPlan()
    people = {one.user.email.lower(): one for one in students_of(assignment.course)}
    kept = {
        (one.rater_id, one.rated_id): one
        for one in Rating.objects.filter(assignment=assignment)
    }
    tasks: dict[int, Task] = {}
    lines: dict[int, Row] = {}
    for row in rows_by_column(content, NEEDED, ("team",)):
        who = people.get(row["rater"].lower())
        if who is None:
            plan.problems.append(row.wrong(f"{row['rater']} is no student here."))
            continue
        lines[who.pk] = row
        if who.pk not in tasks:
            tasks[who.pk] = task_of(assignment, who, now=now)
        wrong = _add(plan, row, tasks[who.pk], kept)
        if wrong:
            plan.problems.append(row.wrong(wrong))
    if not plan.problems:
        plan.problems += [
            wrong
            for who, said in plan.said.items()
            if (wrong := _left_out(lines[who.pk], tasks[who.pk], said))
        ]
    return plan


def _add(
    plan: RatingsPlan,
    row: Row,
    task: Task,
    kept: Mapping[tuple[int, int], Rating],
) -> str:
    """Note one line, or return what is wrong with it."""
    who, email = task.party.enrollment, row["rated"].lower()
    mates = {one.user.email.lower(): one for one in task.party.others}
    rated = mates.get(email)
    if rated is None:
        return f"{row['rated']} is in no team with {row['rater']}."
    text = row["points"]
    points = int(text) if text.isascii() and text.isdecimal() else 0
    opinion = Opinion(points, row["sentence"])
    old = kept.get((who.pk, rated.pk))
    if old is not None:
        if (old.points, old.sentence) != (points, opinion.sentence):
            return f"{row['rater']} gave {row['rated']} {old.points} already; it stays."
        plan.same += 1
        return ""
    if rated.pk in plan.said.get(who, {}):
        return f"{row['rater']} rates {row['rated']} twice."
    plan.said.setdefault(who, {})[rated.pk] = opinion
    return why_none(rated, opinion)


def _left_out(row: Row, task: Task, said: Said) -> str:
    """Return whom somebody says nothing of: everybody rates all others, or nobody."""
    names = [one.user.email for one in task.missing if one.pk not in said]
    if not names:
        return ""
    return row.wrong(f"{row['rater']} says nothing of {', '.join(names)}.")
