"""Leave to make courses, which ops give and take."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.models import CourseMaker


@transaction.atomic
def let_make_courses(
    person: User, *, may: bool, actor: User | None, now: datetime
) -> None:
    """Give a person leave to make courses, or take it; those they made stay."""
    if may:
        _, is_new = CourseMaker.objects.get_or_create(
            user=person, defaults={"since": now}
        )
        is_change = is_new
    else:
        is_change = bool(CourseMaker.objects.filter(user=person).delete()[0])
    if is_change:
        verb = "person.may_make_courses" if may else "person.may_not_make_courses"
        audit.record(verb, person, actor=actor, now=now)
