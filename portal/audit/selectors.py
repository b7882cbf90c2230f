"""What the diary says."""

from django.db import models

from portal.audit.models import Event
from portal.audit.services import name_of


def events_by(person: models.Model) -> models.QuerySet[Event]:
    """Return what somebody did, oldest first."""
    return Event.objects.filter(actor_kind="person", actor_id=name_of(person)).order_by(
        "at", "pk"
    )


def events_of(obj: models.Model) -> models.QuerySet[Event]:
    """Return what happened to ``obj``, oldest first."""
    return Event.objects.filter(
        object_kind=str(obj._meta.model_name), object_id=name_of(obj)
    ).order_by("at", "pk")
