"""A course that was not here yet, with somebody to instruct it."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.selectors import person_by_email
from portal.accounts.services import create_person
from portal.courses.models import Role
from portal.courses.services import enroll
from portal.lib.errors import InvalidError
from portal.setup.folder import Loaded, Wishes, load


@transaction.atomic
def instruct(
    folder: Path, wishes: Wishes, *, email: str, name: str, actor: User, now: datetime
) -> Loaded:
    """Load a new course and make the person with this address its instructor.

    Somebody unknown is made with ``name``; they sign in once they set a password.
    """
    loaded = load(folder, wishes, actor=actor, now=now)
    if wishes.is_dry_run:
        return loaded
    person = person_by_email(email)
    if person is None:
        if not name.strip():
            raise InvalidError(
                f"Nobody here has the address {email.strip()!r}: give the name too, "
                "and they are made."
            )
        person = create_person(email, name=name, actor=actor, now=now)
    course = loaded.course.course
    enroll(course, person, role=Role.INSTRUCTOR, actor=actor, now=now)
    return loaded
