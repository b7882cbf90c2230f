"""Keeps how people want to be told."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.audit import services as audit
from portal.lib.errors import InvalidError
from portal.notifications.kinds import KINDS, Channel
from portal.notifications.models import Notice, Preference


@transaction.atomic
def set_preferences(
    person: User, wishes: Mapping[str, str], *, actor: User, now: datetime
) -> None:
    """Let ``wishes``, a channel for each kind named, hold from now on.

    What waits for a mail of a kind that shall send none is not mailed any more.
    """
    for kind, channel in wishes.items():
        if kind not in KINDS or channel not in list(Channel):
            raise InvalidError(f"{kind!r} can't be told by {channel!r}.")
    Preference.objects.bulk_create(
        [Preference(person=person, kind=k, channel=c) for k, c in wishes.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["channel"],
    )
    silent = [k for k, c in wishes.items() if c in (Channel.PORTAL, Channel.OFF)]
    Notice.objects.filter(person=person, kind__in=silent, letter=None).update(
        channel=Channel.PORTAL
    )
    audit.record("person.notices_chosen", person, actor=actor, now=now, **wishes)
