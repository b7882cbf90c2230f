"""Reads the diary: every event is told on exactly once, whoever dies when."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Max, QuerySet

from portal.audit.models import Event
from portal.notifications.hearing import HEARERS
from portal.notifications.models import Ear, Heard
from portal.notifications.policy import NEWS_FOR
from portal.notifications.services.notices import tell

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 500  # events of one round; the next comes in seconds
FLOOR_WAITS = timedelta(hours=1)  # longer than any transaction of ours


def listen(*, now: datetime) -> int:
    """Tell on what is new in the diary; return how many events that were.

    Two may do it at once: each event is told on by whoever writes its row first.
    """
    ear, _ = Ear.objects.get_or_create(pk=1)
    newest = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    events = list(unheard(ear.floor)[:MOST_AT_ONCE])
    heard = sum(_hear(event, since=now - NEWS_FOR, now=now) for event in events)
    if len(events) < MOST_AT_ONCE:
        _raise_floor(ear, newest, now)
    return heard


def hear_above(floor: int, *, since: datetime, now: datetime) -> int:
    """Tell on all events above ``floor`` at once, as news only what is newer."""
    events = unheard(floor)
    old = events.filter(at__lt=since).values_list("pk", flat=True)
    Heard.objects.bulk_create([Heard(event_id=pk) for pk in old], batch_size=1000)
    return sum(_hear(event, since=since, now=now) for event in unheard(floor))


def unheard(floor: int) -> QuerySet[Event]:
    """Return the events above ``floor`` that nobody told on, oldest first."""
    heard = Heard.objects.filter(event__gt=floor)
    rows = Event.objects.filter(pk__gt=floor, verb__in=sorted(HEARERS))
    return rows.exclude(pk__in=heard.values("event")).order_by("pk")


def _hear(event: Event, *, since: datetime, now: datetime) -> bool:
    """Tell on one event in one transaction; False where another one did.

    A bug in what tells must not make everybody deaf: that event is put aside.
    """
    try:
        with transaction.atomic():
            Heard.objects.create(event=event)
            if event.at >= since:
                tell(HEARERS[event.verb](event), now=now)
    except IntegrityError:
        return False
    except DatabaseError:
        raise  # the database's trouble, not the event's: the next round tries again
    except Exception:
        logger.exception("event %s (%s) was not told on", event.pk, event.verb)
        Heard.objects.get_or_create(event=event, defaults={"is_failed": True})
        return False
    return True


def _raise_floor(ear: Ear, newest: int, now: datetime) -> None:
    """Forget below where we were an hour ago: nothing can still appear there."""
    if ear.next_at is not None and now - ear.next_at < FLOOR_WAITS:
        return
    floor = ear.next_floor if ear.next_at is not None else ear.floor
    Ear.objects.filter(pk=ear.pk, next_at=ear.next_at).update(
        floor=max(floor, ear.floor), next_floor=newest, next_at=now
    )
    Heard.objects.filter(event__lte=floor).delete()
