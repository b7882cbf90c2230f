"""Makes the course of another term: its identity, rules and sessions, no people."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from graders.spec.dates import at_wall_clock, shifted
from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.models import STAFF, Course, Session
from portal.courses.selectors import course_by_key
from portal.courses.services.enrollment import enroll
from portal.lib.errors import ConflictError, InvalidError

LONGEST_TERM, LONGEST_TITLE = 64, 200


def plan_copy(
    source: Course, *, term: str, title: str, days: int, now: datetime
) -> Course:
    """Return the course of ``term`` unsaved; refuse what ``copy_course`` would."""
    course = Course(
        slug=source.slug,
        term=_line(term, LONGEST_TERM, "term"),
        title=_line(title, LONGEST_TITLE, "title"),
        timezone=source.timezone,
        policy=source.policy,
        shift_days=source.shift_days + days,
        loaded_at=now,
    )
    if course_by_key(course.slug, course.term) is not None:
        raise _taken(course)
    return course


@transaction.atomic
def copy_course(
    source: Course, *, term: str, title: str, days: int, actor: User, now: datetime
) -> Course:
    """Write the course of ``term`` with every session ``days`` later on the clock."""
    course = plan_copy(source, term=term, title=title, days=days, now=now)
    try:
        with transaction.atomic():
            course.save()
    except IntegrityError as error:
        raise _taken(course) from error
    Session.objects.bulk_create(
        Session(
            course=course,
            unit=one.unit,
            title=one.title,
            starts_at=moved_on(one.starts_at, source, days),
            is_removed=one.is_removed,
        )
        for one in source.sessions.all()
    )
    source_key = f"{source.slug}:{source.term}"
    audit.record(
        "course.copied", course, actor=actor, now=now, source=source_key, days=days
    )
    return course


def copy_staff(source: Course, course: Course, *, actor: User, now: datetime) -> None:
    """Enroll the staff of now in the other course too, each as what they are."""
    staff = source.enrollments.filter(role__in=STAFF, is_active=True)
    for one in staff.select_related("user"):
        enroll(course, one.user, role=one.role, actor=actor, now=now)


def wall_clock(instant: datetime, course: Course) -> datetime:
    """Return what the course's clocks show at ``instant``."""
    return instant.astimezone(ZoneInfo(course.timezone)).replace(tzinfo=None)


def moved_on(instant: datetime, course: Course, days: int) -> datetime:
    """Return when the course's clocks show the same, so many days later."""
    local = shifted(wall_clock(instant, course), days)
    return at_wall_clock(local, ZoneInfo(course.timezone))


def _taken(course: Course) -> ConflictError:
    return ConflictError(
        f"There is a course {course.slug} of the term {course.term} already."
    )


def _line(text: str, longest: int, what: str) -> str:
    text = " ".join(text.split())
    if not 0 < len(text) <= longest or not text.isprintable():
        raise InvalidError(f"The {what} is one line of 1 to {longest} characters.")
    return text
