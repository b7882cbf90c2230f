"""Enrol codes: made and ended by instructors, used by whoever signs in."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.models import Course, EnrolCode, Enrollment, Role, Section
from portal.courses.services.enrollment import enroll
from portal.lib.codes import as_stored, new_code
from portal.lib.errors import ConflictError, InvalidError, NotFoundError

BY_CODE = (Role.STUDENT, Role.OBSERVER)
MOST_USES = 100_000


@transaction.atomic
def make_code(
    course: Course,
    *,
    role: str = Role.STUDENT,
    section: Section | None = None,
    expires_at: datetime | None = None,
    most_uses: int | None = None,
    actor: User,
    now: datetime,
) -> EnrolCode:
    """Let whoever has the code come in by themselves; never as staff."""
    if role not in BY_CODE:
        raise InvalidError("A code makes students and observers, never staff.")
    if section is not None and section.course_id != course.pk:
        raise NotFoundError("There is no such section in this course.")
    if expires_at is not None and expires_at <= now:
        raise InvalidError("The code would have ended already; give a later day.")
    if most_uses is not None and not 1 <= most_uses <= MOST_USES:
        raise InvalidError(f"A code is for 1 to {MOST_USES:,} people.")
    code = EnrolCode.objects.create(
        course=course,
        code=new_code(),
        role=role,
        section=section,
        expires_at=expires_at,
        most_uses=most_uses,
        made_by=actor,
        made_at=now,
    )
    audit.record("enrol_code.made", code, actor=actor, now=now, role=role)
    return code


@transaction.atomic
def revoke_code(code: EnrolCode, *, actor: User, now: datetime) -> None:
    """End a code; whoever came in by it stays. Does nothing the second time."""
    if EnrolCode.objects.filter(pk=code.pk, revoked_at=None).update(revoked_at=now):
        code.revoked_at = now
        audit.record("enrol_code.revoked", code, actor=actor, now=now)


@transaction.atomic
def use_code(typed: str, *, actor: User, now: datetime) -> Enrollment:
    """Enroll ``actor`` by a code; one who was dropped is refused, as staff decided.

    Whoever is in the course keeps the role they have.
    """
    code = live_code(typed, now=now)
    present = code.course.enrollments.filter(user=actor).first()
    if present is not None:
        if not present.is_active:
            raise ConflictError(
                "You were in this course and were dropped; nothing you did is lost. "
                "Ask its staff to take you back."
            )
        return present
    free = EnrolCode.objects.filter(pk=code.pk).filter(
        Q(most_uses=None) | Q(uses__lt=F("most_uses"))
    )
    if not free.update(uses=F("uses") + 1):
        raise ConflictError("This code has been used up; ask the staff for another.")
    section = code.section.name if code.section else ""
    return enroll(
        code.course, actor, role=code.role, section=section, actor=actor, now=now
    )


def live_code(typed: str, *, now: datetime) -> EnrolCode:
    """Return the code that was typed, or NotFoundError whether ended or none."""
    found = (
        EnrolCode.objects.filter(code=as_stored(typed), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .select_related("course", "section")
        .first()
    )
    if found is None:
        raise NotFoundError(
            "No course is open by that code; it may have ended. Ask the staff who "
            "gave it to you."
        )
    return found
