"""Writes notices, each person's as they want it, and notes what was read."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.notifications.access import visible_notices
from portal.notifications.drafts import Draft
from portal.notifications.kinds import KINDS, Channel
from portal.notifications.models import Letter, Notice, Preference
from portal.notifications.policy import can_get_mail

BATCH = 500
KEPT_FOR = timedelta(days=365)


def tell(drafts: Iterable[Draft], *, now: datetime) -> int:
    """Write a notice for each person of each draft; return how many were new.

    Whoever was told the same before, wants nothing of the kind or can't sign in any
    more gets none. Belongs in the transaction of what makes it news.
    """
    return sum(_tell(draft, now) for draft in drafts if draft.people)


def _tell(draft: Draft, now: datetime) -> int:
    wishes = Preference.objects.filter(person__in=draft.people, kind=draft.kind)
    wanted = dict(wishes.values_list("person", "channel"))
    people = User.objects.filter(pk__in=draft.people, is_active=True)
    rows = [
        _notice(draft, pk, _channel(wanted.get(pk), draft.kind, email), now)
        for pk, email in people.order_by("pk").values_list("pk", "email")
        if wanted.get(pk) != Channel.OFF
    ]
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def _channel(wish: str | None, kind: str, email: str) -> str:
    channel = wish or KINDS[kind].default.value
    return channel if can_get_mail(email) else Channel.PORTAL.value


def _notice(draft: Draft, person: int, channel: str, now: datetime) -> Notice:
    return Notice(
        person_id=person,
        kind=draft.kind,
        key=draft.key,
        course=draft.course,
        assignment=draft.assignment,
        submission=draft.submission,
        detail=draft.detail,
        at=draft.at,
        told_at=now,
        channel=channel,
    )


def mark_read(notice: Notice, *, actor: User, now: datetime) -> None:
    """Note that its reader has seen it; the second time changes nothing.

    No line in the diary for that: it says nothing of anybody's work.
    """
    visible_notices(actor).filter(pk=notice.pk, read_at=None).update(read_at=now)


def mark_all_read(*, actor: User, now: datetime, up_to: datetime | None = None) -> int:
    """Note that everything was seen that was told ``up_to`` then; return how many."""
    return Notice.objects.filter(
        person=actor, read_at=None, told_at__lte=up_to or now
    ).update(read_at=now)


def forget_old(*, now: datetime) -> int:
    """Delete notices and mail of more than a year ago; return how many notices."""
    gone, _ = Notice.objects.filter(told_at__lt=now - KEPT_FOR).delete()
    Letter.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    return gone
