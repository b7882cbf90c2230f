"""Knows who has a submission open, so that two graders see each other."""

from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.marking.models import Presence
from portal.marking.services.staff import refuse_strangers
from portal.submissions.models import Submission

HERE_FOR = timedelta(seconds=45)


def be_present(submission: Submission, *, actor: User, now: datetime) -> list[Presence]:
    """Say that ``actor`` is here; return who else is, first come first.

    Not audited: it says nothing a minute later.
    """
    refuse_strangers(actor, submission.assignment.course)
    rows = Presence.objects.filter(submission=submission)
    mine = rows.filter(person=actor)
    if not mine.filter(seen_at__gt=now - HERE_FOR).update(seen_at=now):
        Presence.objects.update_or_create(
            submission=submission,
            person=actor,
            defaults={"since": now, "seen_at": now},
        )
    others = rows.filter(seen_at__gt=now - HERE_FOR).exclude(person=actor)
    return list(others.select_related("person").order_by("since"))
