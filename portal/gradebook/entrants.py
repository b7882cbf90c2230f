"""Who may be on a board: for whom each counting submission counts, and their names."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment, Role
from portal.gradebook.pseudonyms import pseudonyms
from portal.gradebook.selectors.alone import counted_by, sheet_for


@dataclass(frozen=True)
class Entrants:
    """Everybody's name here, entered or not; one entry a submission, so one a team."""

    names: dict[int, str]  # by enrollment
    counting: dict[int, tuple[Enrollment, ...]]  # by the submission's row number


def entrants_of(assignment: Assignment) -> Entrants:
    """Return them; 3 queries at any size, and 5 where slip days are spent."""
    everybody = list(
        assignment.course.enrollments.select_related("user", "section").order_by("pk")
    )
    students = [one for one in everybody if one.is_active and one.role == Role.STUDENT]
    counted = counted_by(assignment, students, sheet_for(assignment))
    counting: dict[int, tuple[Enrollment, ...]] = {}
    for one in students:
        if one.pk in counted:
            key = counted[one.pk].submission_id
            counting[key] = (*counting.get(key, ()), one)
    return Entrants(_names(assignment, everybody), counting)


def _names(assignment: Assignment, everybody: Sequence[Enrollment]) -> dict[int, str]:
    """Return everybody's name, also of those who handed in nothing yet."""
    people = {str(one.pk): one.pk for one in everybody}
    key = settings.INSTALLATION_KEY.encode()
    names = pseudonyms(key, str(assignment.public_id), list(people))
    return {people[who]: name for who, name in names.items()}
