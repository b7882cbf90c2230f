"""Tells a made-up class of the last days of its term."""

from datetime import datetime, timedelta

from django.db.models import Max

from portal.audit.models import Event
from portal.courses.models import Course
from portal.notifications.models import Notice
from portal.notifications.services.grades import look_at
from portal.notifications.services.listening import hear_above

NEWS = timedelta(days=7)
UNREAD = timedelta(days=2)


def bookmark() -> int:
    """Return where the diary ends now; what is played writes above it."""
    last: int | None = Event.objects.aggregate(last=Max("pk"))["last"]
    return last or 0


def tell_simulated(course: Course, *, above: int, now: datetime) -> int:
    """Tell of what was written ``above`` that event; return how many notices it made.

    What came before the last week is nobody's news, most of the rest was read, and
    none is mailed: nobody can have an address of a made-up class.
    """
    hear_above(above, since=now - NEWS, now=now)
    look_at(course, since=now - NEWS, now=now)
    made = Notice.objects.filter(course=course)
    made.filter(at__lt=now - UNREAD, read_at=None).update(read_at=now)
    return made.count()
