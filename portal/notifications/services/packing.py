"""Puts what waits for a mail into envelopes: one a person, however much it is."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min, QuerySet

from portal.accounts.models import User
from portal.notifications.kinds import Channel
from portal.notifications.models import Letter, Notice
from portal.notifications.policy import APART, GATHER, day_of_digest

MOST_AT_ONCE = 500


def pack(*, now: datetime) -> int:
    """Make a letter for whoever has had news waiting for a minute; return how many.

    Somebody who got one a moment ago waits, and gets the rest together.
    """
    lately = Letter.objects.filter(day="", made_at__gt=now - APART)
    due = _waiting(Channel.NOW).exclude(person__in=lately.values("person"))
    return sum(_fill(pk, Channel.NOW, "", now) for pk in _people(due, now - GATHER))


def pack_daily(*, now: datetime) -> int:
    """Make the day's letter for whoever's morning has come; return how many."""
    people = _people(_waiting(Channel.DAILY), now)
    zones = User.objects.filter(pk__in=people).values_list("pk", "timezone")
    days = {pk: day_of_digest(now, zone or _course_zone(pk)) for pk, zone in zones}
    return sum(_fill(pk, Channel.DAILY, days[pk], now) for pk in people if days[pk])


def _waiting(channel: Channel) -> QuerySet[Notice]:
    return Notice.objects.filter(channel=channel.value, letter=None)


def _people(rows: QuerySet[Notice], until: datetime) -> list[int]:
    """Return whose first news is that old, whoever waits longest first."""
    waits: Any = rows.order_by().values("person").annotate(first=Min("told_at"))
    ready = waits.filter(first__lte=until).order_by("first", "person")
    return list(ready.values_list("person", flat=True)[:MOST_AT_ONCE])


def _fill(person: int, channel: Channel, day: str, now: datetime) -> bool:
    """Put all that waits for the person into a new letter; False if another did."""
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                person_id=person, day=day, made_at=now, not_before=now
            )
            waiting = _waiting(channel).filter(person=person)
            if not waiting.update(letter=letter):
                letter.delete()
                return False
    except IntegrityError:  # today's is out; what came since goes with tomorrow's
        return False
    return True


def _course_zone(person: int) -> str:
    """Return the zone of a course of theirs, who named none; 1 query."""
    rows = Notice.objects.filter(person=person, course__isnull=False)
    return str(rows.values_list("course__timezone", flat=True).first() or "")
