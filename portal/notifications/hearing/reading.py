"""Finds what an event speaks of."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from portal.audit.models import Event
from portal.notifications.drafts import Draft

Row = TypeVar("Row", bound=Model)
Hearer = Callable[[Event], Iterable[Draft]]


def key_of(event: Event) -> str:
    """Return what tells the news of this event from all other."""
    return f"event:{event.pk}"


def actor_of(event: Event) -> str:
    """Return the public id of the person who did it; empty where nobody did."""
    return event.actor_id if event.actor_kind == "person" else ""


def named(rows: QuerySet[Row], event: Event) -> Row | None:
    """Return the row that the event is about, if it is still there."""
    return rows.filter(public_id=event.object_id).first()
