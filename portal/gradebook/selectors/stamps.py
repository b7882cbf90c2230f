"""What stored rows were made from, as short texts that change when it does.

Whatever can change a grade is counted here: a new kind of input belongs in both
functions, or rows would be shown that are no longer right.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    F,
    Func,
    Max,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Cast

from portal.assignments.models import Extension
from portal.courses.models import Course
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors.columns import Column, Rules
from portal.gradebook.stored import FORMAT
from portal.submissions.models import Choice, Submission, SubmissionMember

Rows = Iterable[tuple[Any, ...]]


def basis_of(columns: Sequence[Column], rules: Rules) -> str:
    """Return what stands for the rules and columns; titles change no grade."""
    said = [
        (
            column.assignment.pk,
            column.category,
            column.max_points,
            column.counts,
            column.lateness,
            column.rules,
            sorted(column.caps.items()),
            column.dates,
        )
        for column in columns
    ]
    return sha256(repr((FORMAT, rules, said)).encode()).hexdigest()


@dataclass(frozen=True)
class Stamp:
    """What stands for the work and lines of a course now, and when it was stored."""

    now: str
    basis: str | None
    stored: str | None
    stale_at: datetime | None

    def is_right(self, basis: str, now: datetime) -> bool:
        """Say whether the stored rows are what working them out now would give."""
        is_in_time = self.stale_at is None or now <= self.stale_at
        return is_in_time and (self.basis, self.stored) == (basis, self.now)


def course_stamp(course: Course) -> Stamp:
    """Return what stands for everything but rules and columns; 2 queries."""
    work = _submissions(course).aggregate(**_of_work())
    lines = [
        _count(rows)
        for rows in (
            _lines(course),
            Extension.objects.filter(assignment__course=course),
            SubmissionMember.objects.filter(submission__assignment__course=course),
            Choice.objects.filter(submission__assignment__course=course),
        )
    ]
    people = course.enrollments
    for term in (F("pk"), F("pk") * F("section"), F("pk") * F("time_multiplier")):
        lines.append(Subquery(people.order_by().values(n=Func(term, function="SUM"))))
    stored = [f"grade_table__{name}" for name in ("basis", "stamp", "stale_at")]
    found = Course.objects.filter(pk=course.pk).values_list(*lines, *stored).get()
    *counts, basis, before, stale_at = found
    return Stamp(_text((*work.values(), *counts)), basis, before, stale_at)


def row_stamps(course: Course) -> dict[int, str]:
    """Return a stamp for each enrollment; 9 queries at any size."""
    found: dict[int, list[Any]] = defaultdict(list)
    of_work = _of_work("submission__")
    members = SubmissionMember.objects.filter(submission__assignment__course=course)
    extensions = Extension.objects.filter(assignment__course=course)
    choices = Choice.objects.filter(submission__assignment__course=course)
    counted: dict[str, Rows] = {
        "own": _grouped(_submissions(course), "enrollment", _of_work()),
        "shared": _grouped(members, "enrollment", of_work),
        "lines": _grouped(_lines(course), "enrollment", {"n": Count("pk")}),
        "more time": _grouped(extensions, "enrollment", {"n": Count("pk")}),
        "choices": _grouped(choices, "submission__enrollment", {"n": Count("pk")}),
        "their choices": _grouped(
            choices, "submission__members__enrollment", {"n": Count("pk")}
        ),
    }
    for name, rows in counted.items():
        for enrollment, *values in rows:
            found[enrollment] += [name, *values]
    of_sections: dict[int, int] = dict(
        _grouped(extensions, "section", {"n": Count("pk")})
    )
    listed = course.enrollments.order_by("pk")
    people = list(listed.values_list("pk", "section", "time_multiplier"))
    # A team's due date is the latest of its members' own.
    of_anybody = _text((*of_sections.items(), extensions.count(), *people))
    return {
        pk: _text(
            (
                *found[pk],
                section,
                of_sections.get(section),
                times,
                of_anybody if "shared" in found[pk] else "",
            )
        )
        for pk, section, times in people
    }


def _submissions(course: Course) -> QuerySet[Submission]:
    return Submission.objects.filter(assignment__course=course)


def _lines(course: Course) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(course=course, enrollment__isnull=False)


def _of_work(to: str = "") -> dict[str, Any]:
    """Return sums over submissions and scores; points in thousandths, so exact."""
    milli = Cast(F(f"{to}score__points") * 1000, BigIntegerField())
    return {
        "submissions": Count("pk"),
        "scores": Count(f"{to}score"),
        "jobs": Sum(f"{to}score__job"),
        "points": Sum(milli),
        "newest": Max(f"{to}score__computed_at"),
    }


def _grouped(rows: QuerySet[Any], by: str, values: dict[str, Any]) -> Rows:
    found: Rows = rows.order_by().values_list(by).annotate(**values)
    return found


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values(n=Func(F("pk"), function="COUNT")))


def _text(values: Iterable[Any]) -> str:
    return sha256(repr(tuple(map(str, values))).encode()).hexdigest()[:32]
