"""Which submission of each student counts, for one assignment alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment, Role
from portal.gradebook.selectors.alone import counted_by, sheet_for
from portal.gradebook.selectors.cells import Sheet
from portal.gradebook.selectors.columns import Column, column_of
from portal.gradebook.selectors.rules import rulebooks_of
from portal.gradebook.selectors.work import Work, work_from
from portal.lib.errors import ConflictError
from portal.submissions.models import Choice, Submission, SubmissionMember

Members = Mapping[int, tuple[Enrollment, ...]]


@dataclass(frozen=True)
class Counted:
    """Every scored submission of an assignment, and for whom which one counts.

    ``members`` are all for whom one was handed in, also where another counts.
    """

    title: str
    rows: Mapping[int, Submission]
    members: Members
    people: Mapping[int, tuple[Enrollment, ...]]


def counted_in(assignment: Assignment, *, now: datetime) -> Counted:
    """Return what counts of an assignment that ``with_heads`` fetched.

    As in the gradebook, but without everything else of the course, so that it is fast
    enough between two answers. 2 queries at any size; one more where a team handed in.
    Where slip days are spent they go where they earn the most in the whole course: 4
    more. ConflictError while nothing is published.
    """
    if assignment.published_version is None:
        raise ConflictError(
            "It is not published yet, so there is nothing to grade. Publish it first."
        )
    course = assignment.course
    book = rulebooks_of([course])[course.pk]
    column = column_of(assignment, course, {}, book.rules)
    rows = list(_scored(assignment))
    for row in rows:
        row.assignment = assignment
    members = _members(rows)
    work = _work(rows, members, column)
    if column.lateness.rule == "slip_days" and any(row.is_late for row in rows):
        sheet = sheet_for(assignment, now=now)
    else:
        sheet = Sheet((column,), book.rules, work, {}, book.given, now)
    people = {one.pk: one for one in _students(rows, members)}
    found: dict[int, tuple[Enrollment, ...]] = {}
    for key, candidate in counted_by(assignment, people.values(), sheet).items():
        pk = candidate.submission_id
        found[pk] = (*found.get(pk, ()), people[key])
    return Counted(column.title, {row.pk: row for row in rows}, members, found)


def _scored(assignment: Assignment) -> Iterable[Submission]:
    choices = Choice.objects.filter(submission=OuterRef("pk")).order_by("-pk")
    return (
        Submission.objects.filter(assignment=assignment, score__isnull=False)
        .select_related("score__job", "enrollment__user", "enrollment__section")
        .annotate(choice=Subquery(choices.values("pk")[:1]))
        .order_by("pk")
    )


def _members(rows: Sequence[Submission]) -> Members:
    """Return for whom each submission counts; 1 query where teams handed in."""
    teamwork = [row.pk for row in rows if row.team_id is not None]
    found = {row.pk: (row.enrollment,) for row in rows if row.team_id is None}
    if teamwork:
        named = SubmissionMember.objects.filter(submission__in=teamwork)
        for one in named.select_related("enrollment__user", "enrollment__section"):
            key = one.submission_id
            found[key] = (*found.get(key, ()), one.enrollment)
    return found


def _work(rows: Sequence[Submission], members: Members, column: Column) -> Work:
    teams = {row.pk: members.get(row.pk, ()) for row in rows if row.team_id is not None}
    chosen = {
        row.pk: choice
        for row in rows
        if (choice := getattr(row, "choice", None)) and column.counts == "chosen"
    }
    return work_from([_told(row) for row in rows], teams, chosen)


def _told(row: Submission) -> tuple[object, ...]:
    """Return a submission as the gradebook's OF_SUBMISSION lists it."""
    return (
        row.pk,
        row.public_id,
        row.enrollment_id,
        row.team_id,
        row.assignment_id,
        row.number,
        row.is_late,
        row.received_at,
        row.score.points,
        row.score.pending_points,
        row.score.lines,
    )


def _students(rows: Sequence[Submission], members: Members) -> list[Enrollment]:
    everybody = {one.pk: one for row in rows for one in members.get(row.pk, ())}
    return [
        everybody[pk]
        for pk in sorted(everybody)
        if everybody[pk].is_active and everybody[pk].role == Role.STUDENT
    ]
