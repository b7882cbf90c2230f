"""A project that teams hand in, and students to be in them."""

from portal.assignments.models import Assignment, Team
from portal.assignments.services import form_team_of
from portal.courses.models import Enrollment, Role
from tests.factories.grading import NOON, an_assignment, an_enrollment


def a_project(course, least: int = 2, most: int = 3, **more) -> Assignment:
    """Return a published assignment for teams."""
    more = {"slug": "project", **more}
    return an_assignment(course, team_min=least, team_max=most, **more)


def a_team(
    project: Assignment, *students: Enrollment, name: str = "Blue", now=NOON
) -> Team:
    """Return a team that an instructor formed of these students."""
    staff = an_enrollment(project.course, role=Role.INSTRUCTOR)
    return form_team_of(project, students, name=name, actor=staff.user, now=now)
