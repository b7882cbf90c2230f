"""Which submission of each student counts, for one assignment alone."""

from datetime import datetime

from portal.assignments.extensions import extensions_in
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment, Role
from portal.gradebook.selectors.cells import Sheet, cells_of
from portal.gradebook.selectors.columns import columns_of, rules_of
from portal.gradebook.selectors.ledger import lines_in
from portal.gradebook.selectors.work import work_of
from portal.submissions.models import Submission


def counted_submissions(
    assignment: Assignment, *, now: datetime
) -> dict[int, list[Enrollment]]:
    """Return for whom each counting submission counts, by its pk.

    As in the gradebook, but without everything else of the course, so that it is fast
    enough between two answers; 6 queries at any size.
    """
    course = assignment.course
    lines, rules = lines_in(course, None), rules_of(course)
    columns = tuple(
        column
        for column in columns_of(course, lines, rules)
        if column.assignment.pk == assignment.pk
    )
    work = work_of(Submission.objects.filter(assignment=assignment), columns)
    given = extensions_in(course, only=None)
    sheet = Sheet(columns, rules, work, lines, given, now)
    students = course.enrollments.filter(is_active=True, role=Role.STUDENT)
    found: dict[int, list[Enrollment]] = {}
    for enrollment in students.select_related("user", "section").order_by("pk"):
        for cell in cells_of(enrollment, sheet):
            if cell.counted is not None:
                found.setdefault(cell.counted.submission_id, []).append(enrollment)
    return found
