"""Makes a course what its folder says."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from graders.spec import CourseSpec
from graders.spec.dates import at_wall_clock, days_between, shifted
from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.models import Course, Session
from portal.lib.errors import InvalidError


@dataclass(frozen=True)
class CourseChange:
    """What a load did to the course itself; ``changes`` are words for people."""

    course: Course
    is_new: bool
    changes: tuple[str, ...]


@transaction.atomic
def sync_course(
    spec: CourseSpec, *, start: date | None = None, actor: User | None, now: datetime
) -> CourseChange:
    """Make or update the course of ``spec``; the same spec again changes nothing.

    ``start`` moves the whole term to begin on that day. Without it a course keeps the
    move it has, and a new one has what its file says. Sessions gone from the folder
    are marked, not deleted.
    """
    course = Course.objects.filter(slug=spec.slug, term=spec.term).first()
    is_new = course is None
    if course is None:
        course, start = Course(slug=spec.slug, term=spec.term), start or spec.start
    wanted: dict[str, Any] = {
        "title": spec.title,
        "timezone": spec.timezone,
        "policy": _policy(spec),
        "shift_days": course.shift_days if start is None else _shift(spec, start),
    }
    days = wanted["shift_days"] - course.shift_days
    changes = [name for name, value in wanted.items() if getattr(course, name) != value]
    for name in changes:
        setattr(course, name, wanted[name])
    course.loaded_at = now
    course.save()
    changes += _sync_sessions(course, spec, days=days)
    if is_new or changes:
        verb = "course.created" if is_new else "course.changed"
        audit.record(verb, course, actor=actor, now=now, changes=changes)
    return CourseChange(course, is_new, tuple(changes))


def _shift(spec: CourseSpec, start: date) -> int:
    if not spec.sessions:
        raise InvalidError("This course has no sessions to start on a given day.")
    return days_between(min(session.starts for session in spec.sessions), start)


def _policy(spec: CourseSpec) -> dict[str, Any]:
    late = [
        {
            "rule": rule.rule,
            "grace_minutes": rule.grace_minutes,
            "options": {
                key: list(value) if isinstance(value, tuple) else value
                for key, value in rule.options.items()
            },
        }
        for rule in spec.late
    ]
    return {
        "categories": [asdict(category) for category in spec.categories],
        "late": late,
        "boards": [item.slug for item in spec.assignments if item.board],
        "caps": [asdict(cap) for cap in spec.caps],
        "notes": [asdict(note) for note in spec.notes],
        "final": {
            "scale": spec.final_scale,
            "letters": dict(spec.letters),
            **asdict(spec.final),
        },
    }


def _sync_sessions(course: Course, spec: CourseSpec, *, days: int) -> list[str]:
    """Make the sessions those of the folder; return what changed, in words.

    ``days`` is how far the term moves now: what still hangs on a removed one moves too.
    """
    zone = ZoneInfo(spec.timezone)
    present = {session.unit: session for session in course.sessions.all()}
    changes = []
    for said in spec.sessions:
        session = present.pop(said.unit, None) or Session(course=course, unit=said.unit)
        wanted = {
            "title": said.title,
            "starts_at": at_wall_clock(shifted(said.starts, course.shift_days), zone),
            "is_removed": False,
        }
        if session.pk is None or any(
            getattr(session, name) != value for name, value in wanted.items()
        ):
            for name, value in wanted.items():
                setattr(session, name, value)
            session.save()
            changes.append(f"session {said.unit}")
    for session in present.values():
        if not session.is_removed:
            changes.append(f"session {session.unit} removed")
        if days or not session.is_removed:
            local = session.starts_at.astimezone(zone).replace(tzinfo=None)
            session.starts_at = at_wall_clock(shifted(local, days), zone)
            session.is_removed = True
            session.save(update_fields=["starts_at", "is_removed"])
    return changes
