"""Whether what graders wrote is the student's to read: asked here and nowhere else."""

from datetime import datetime

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.policy import standing
from portal.gradebook.selectors import cell_lines


def released_at(assignment: Assignment, enrollment: Enrollment) -> datetime | None:
    """Return since when the grade is released to this person, or None; 1 query."""
    lines = standing(cell_lines(assignment, enrollment))
    instants = [line.at for line in lines if line.kind == "release"]
    return min(instants, default=None)


def is_released(assignment: Assignment, enrollment: Enrollment) -> bool:
    """Say whether the person may read what graders wrote; 1 query."""
    return released_at(assignment, enrollment) is not None
