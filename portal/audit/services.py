"""The one write there is: another line in the diary."""

from datetime import datetime
from typing import Any

from django.db import models

from portal.audit.models import Event

ACTOR_KINDS = {"user": "person", "runner": "runner"}


def record(
    verb: str,
    obj: models.Model,
    *,
    actor: models.Model | None = None,
    now: datetime,
    **data: Any,
) -> Event:
    """Write that ``actor`` (person, runner, or None for us) did ``verb`` to ``obj``.

    Belongs in the transaction of what it tells of. ``data`` must be JSON.
    """
    kind = "system" if actor is None else ACTOR_KINDS[str(actor._meta.model_name)]
    return Event.objects.create(
        at=now,
        actor_kind=kind,
        actor_id="" if actor is None else name_of(actor),
        verb=verb,
        object_kind=str(obj._meta.model_name),
        object_id=name_of(obj),
        data=data,
    )


def name_of(obj: models.Model) -> str:
    """Return the public id, or the row's number where there is none."""
    return str(getattr(obj, "public_id", None) or obj.pk)
