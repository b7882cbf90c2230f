"""Who may grade: asked at the door of every write."""

from portal.accounts.models import User
from portal.courses.access import role_in
from portal.courses.models import STAFF, Course, Role
from portal.lib.errors import NotFoundError, RefusedError


def refuse_strangers(actor: User, course: Course) -> str:
    """Return the role of a member of the staff; to everybody else there is nothing."""
    role = role_in(actor, course)
    if role not in STAFF:
        raise NotFoundError("There is no such page.")
    return str(role)


def refuse_graders(actor: User, course: Course) -> None:
    """Let only instructors change how a class is graded."""
    if refuse_strangers(actor, course) != Role.INSTRUCTOR:
        raise RefusedError("Only an instructor of this course changes that.")
