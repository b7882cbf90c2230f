"""What was handed in, scored and dated: the candidates of each cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from portal.assignments.dates import DueDates
from portal.assignments.extensions import Extensions, personal
from portal.courses.models import Course, Enrollment
from portal.gradebook import policy
from portal.gradebook.policy import Candidate
from portal.gradebook.selectors.columns import Column
from portal.grading.lateness import days_late
from portal.submissions.models import Submission

Key = tuple[int, int]  # enrollment, assignment
OF_SUBMISSION = (
    "pk public_id enrollment_id assignment_id number is_late received_at "
    "score__points score__pending_points"
).split()


@dataclass(frozen=True)
class Paper:
    """One submission with a score, as the database has it."""

    candidate: Candidate
    received_at: datetime
    lines: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class Work:
    """Every scored submission by cell, and the cells where anything came."""

    papers: Mapping[Key, list[Paper]] = field(default_factory=dict)
    handed_in: frozenset[Key] = frozenset()


def work_in(course: Course, columns: Iterable[Column], only: Enrollment | None) -> Work:
    """Return the work of a course, or of one enrollment; 1 query."""
    rows = Submission.objects.filter(assignment__course=course)
    if only is not None:
        rows = rows.filter(enrollment=only)
    return work_of(rows, columns)


def work_of(rows: QuerySet[Submission], columns: Iterable[Column]) -> Work:
    """Return ``rows`` as papers; the checks' lines only where a cap needs them."""
    listed = list(columns)
    names = list(OF_SUBMISSION)
    if any(column.caps for column in listed):
        names.append("score__lines")
    wanted = rows.filter(assignment__in=[c.assignment.pk for c in listed])
    papers: dict[Key, list[Paper]] = defaultdict(list)
    handed_in = set()
    for row in wanted.values_list(*names):
        pk, public_id, who, what, number, late, received_at, points, pending, *more = (
            row
        )
        handed_in.add((who, what))
        if points is None:
            continue
        one = Candidate(
            pk,
            public_id,
            number,
            points,
            pending,
            late,
            scored=points,
            marked=points,
        )
        papers[who, what].append(Paper(one, received_at, tuple(*more)))
    return Work(papers, frozenset(handed_in))


def candidates_of(
    column: Column,
    enrollment: Enrollment,
    work: Work,
    given: Extensions,
    zone: ZoneInfo,
) -> list[Candidate]:
    """Return a cell's candidates: marked, capped, and with their days late.

    What the receipt called on time stays on time, whatever happens to the due date.
    """
    papers = work.papers.get((enrollment.pk, column.assignment.pk))
    if not papers:
        return []
    due = dates_of(column, enrollment, given).due
    found = []
    for paper in papers:
        dated = paper.candidate
        if dated.is_late:
            days = days_late(paper.received_at, due, column.lateness, zone)
            dated = replace(dated, is_late=days > 0, days_late=days)
        caps = column.caps_of(paper.lines) if column.caps else ()
        found.append(policy.worth(dated, column.rules, caps))
    return found


def dates_of(column: Column, enrollment: Enrollment, given: Extensions) -> DueDates:
    """Return when the column opens and closes for this person; no query."""
    return personal(column.dates, column.assignment.pk, enrollment, given)
