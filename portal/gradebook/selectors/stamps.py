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

from django.db import connection
from django.db.models import BigIntegerField, Count, F, Max, QuerySet, Sum
from django.db.models.functions import Cast

from portal.assignments.models import Extension
from portal.courses.models import Course
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.rules import Rules
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
            column.is_handed_in,
        )
        for column in columns
    ]
    return sha256(repr((FORMAT, rules, said)).encode()).hexdigest()


# One statement, as text: it runs at every look at a gradebook, and Django takes
# longer to put it together than either database to answer it.
_LOOK = """
SELECT work.*,
  (SELECT COUNT(*) FROM gradebook_ledgerentry
    WHERE course_id = %(course)s AND enrollment_id IS NOT NULL),
  (SELECT COUNT(*) FROM assignments_extension e
    JOIN assignments_assignment a ON a.id = e.assignment_id
    WHERE a.course_id = %(course)s),
  (SELECT COUNT(*) FROM submissions_submissionmember m
    JOIN submissions_submission s ON s.id = m.submission_id
    JOIN assignments_assignment a ON a.id = s.assignment_id
    WHERE a.course_id = %(course)s),
  (SELECT COUNT(*) FROM submissions_choice c
    JOIN submissions_submission s ON s.id = c.submission_id
    JOIN assignments_assignment a ON a.id = s.assignment_id
    WHERE a.course_id = %(course)s),
  people.*,
  stored.basis, stored.stamp,
  stored.stale_at IS NULL OR stored.stale_at >= %(now)s
FROM
  (SELECT COUNT(s.id), COUNT(p.id), SUM(p.job_id),
      SUM(CAST(p.points * 1000 AS bigint)), MAX(p.computed_at)
    FROM submissions_submission s
    JOIN assignments_assignment a ON a.id = s.assignment_id
    LEFT JOIN grading_score p ON p.submission_id = s.id
    WHERE a.course_id = %(course)s) AS work,
  (SELECT COUNT(id), SUM(id * section_id), SUM(id * time_multiplier)
    FROM courses_enrollment WHERE course_id = %(course)s AND is_active
      AND role = 'student') AS people
LEFT JOIN gradebook_gradetable AS stored ON stored.course_id = %(course)s
"""


@dataclass(frozen=True)
class Stamp:
    """What stands for the work and lines of a course now, and when it was stored."""

    now: str
    basis: str | None
    stored: str | None
    is_in_time: bool

    def is_right(self, basis: str) -> bool:
        """Say whether the stored rows are what working them out now would give."""
        return self.is_in_time and (self.basis, self.stored) == (basis, self.now)


def course_stamp(course: Course, *, now: datetime) -> Stamp:
    """Return what stands for everything but rules and columns; 1 query."""
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, {"course": course.pk, "now": at})
        *counts, basis, stored, is_in_time = cursor.fetchone()
    return Stamp(_text(counts), basis, stored, bool(is_in_time))


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


def _text(values: Iterable[Any]) -> str:
    return sha256(repr(tuple(map(str, values))).encode()).hexdigest()[:32]
