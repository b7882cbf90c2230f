"""Lets people into a course, or ends that."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.models import Course, Enrollment, Role, Section
from portal.lib.errors import InvalidError

MOST_TIME = 10


@transaction.atomic
def enroll(
    course: Course,
    person: User,
    *,
    role: str,
    section: str = "",
    actor: User | None,
    now: datetime,
) -> Enrollment:
    """Give ``person`` this role in the course, also one who was dropped before."""
    if role not in Role.values:
        raise InvalidError(f"{role!r} is no role; allowed: {', '.join(Role.values)}.")
    place = None
    if section:
        place, _ = Section.objects.get_or_create(course=course, name=section)
    enrollment, is_new = Enrollment.objects.get_or_create(
        course=course,
        user=person,
        defaults={"role": role, "section": place, "enrolled_at": now},
    )
    wanted = {"role": role, "section": place, "is_active": True}
    if not is_new:
        if all(getattr(enrollment, name) == value for name, value in wanted.items()):
            return enrollment
        for name, value in wanted.items():
            setattr(enrollment, name, value)
        enrollment.save(update_fields=list(wanted))
    verb = "enrollment.created" if is_new else "enrollment.changed"
    audit.record(verb, enrollment, actor=actor, now=now, role=role, section=section)
    return enrollment


@transaction.atomic
def drop(enrollment: Enrollment, *, actor: User | None, now: datetime) -> None:
    """End the enrollment, losing nothing; does nothing the second time."""
    if Enrollment.objects.filter(pk=enrollment.pk, is_active=True).update(
        is_active=False
    ):
        enrollment.is_active = False
        audit.record("enrollment.dropped", enrollment, actor=actor, now=now)


@transaction.atomic
def set_time_multiplier(
    enrollment: Enrollment,
    *,
    multiplier: float,
    reason: str,
    actor: User | None,
    now: datetime,
) -> None:
    """Give this person so many times the time from release to due, from now on.

    An accommodation for the whole course; 1 ends it. Why is in the audit only.
    """
    if not 1 <= multiplier <= MOST_TIME:
        raise InvalidError(f"The multiple is a number from 1 to {MOST_TIME}.")
    if not reason.strip():
        raise InvalidError("Say why, for those who ask later.")
    before = enrollment.time_multiplier
    Enrollment.objects.filter(pk=enrollment.pk).update(time_multiplier=multiplier)
    enrollment.time_multiplier = multiplier
    audit.record(
        "enrollment.time_changed",
        enrollment,
        actor=actor,
        now=now,
        before=before,
        after=multiplier,
        reason=reason.strip(),
    )
