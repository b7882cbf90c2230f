"""What counts of one assignment, without the rest of its course where it can be."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.policy import Candidate
from portal.gradebook.selectors.cells import Sheet, cells_of
from portal.gradebook.selectors.columns import column_of
from portal.gradebook.selectors.rules import rulebooks_of
from portal.gradebook.selectors.table import own_sheet, sheet_of
from portal.gradebook.selectors.work import work_in
from portal.grading.lateness import lateness_of
from portal.submissions.models import Submission


def counted_by(
    assignment: Assignment, people: Iterable[Enrollment], sheet: Sheet | None
) -> dict[int, Candidate]:
    """Return what counts for each of these people, by enrollment; no query.

    ``sheet`` is that of ``sheet_for``; nothing counts where there is none.
    """
    found: dict[int, Candidate] = {}
    if sheet is None:
        return found
    for enrollment in people:
        for column, cell in zip(
            sheet.columns, cells_of(enrollment, sheet), strict=True
        ):
            if column.assignment.pk == assignment.pk and cell.counted is not None:
                found[enrollment.pk] = cell.counted
    return found


def sheet_for(
    assignment: Assignment,
    *,
    only: Enrollment | None = None,
    now: datetime | None = None,
) -> Sheet | None:
    """Return a sheet that says what counts of this assignment, not what its grade is.

    2 queries. Slip days go where they earn the most in the whole course, so there it
    is the course's own sheet; 4 queries. None while nothing is published.
    """
    version = assignment.published_version
    if version is None:
        return None
    course, spec = assignment.course, version.spec
    late = lateness_of(
        course.policy, category=spec["category"], assignment=spec["slug"]
    )
    if late.rule == "slip_days":
        if only is not None:
            return own_sheet(course, only, now=now)
        return sheet_of(course, now=now)
    people = None if only is None else [only]
    book = rulebooks_of([course], people)[course.pk]
    columns = (column_of(assignment, course, {}, book.rules),)
    work = work_in([course], columns, people)
    return Sheet(columns, book.rules, work, {}, book.given, now or timezone.now())


def counting_key(enrollment: Enrollment, assignment: Assignment) -> int | None:
    """Return the number of the row whose score counts, or None; as ``sheet_for``.

    It may depend on the student's other work, where slip days are spent.
    """
    sheet = sheet_for(assignment, only=enrollment)
    counted = counted_by(assignment, [enrollment], sheet).get(enrollment.pk)
    return None if counted is None else counted.submission_id


def counting_submission(
    enrollment: Enrollment, assignment: Assignment
) -> Submission | None:
    """Return the submission whose score counts; 1 query more than ``counting_key``."""
    key = counting_key(enrollment, assignment)
    return None if key is None else Submission.objects.get(pk=key)
