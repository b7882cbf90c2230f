"""Tells ops of runners that nobody hears any more."""

from datetime import datetime, timedelta

from portal.notifications.drafts import Draft
from portal.notifications.hearing.grading import ops
from portal.notifications.services.notices import tell
from portal.runners.models import Runner, RunnerState

SILENT_AFTER = timedelta(minutes=10)
FORGOTTEN_AFTER = timedelta(days=1)  # what is off for good is no news each hour


def report_silent(*, now: datetime) -> int:
    """Tell once of each silence of a runner that ops want to work."""
    runners = Runner.objects.filter(
        state=RunnerState.ACTIVE,
        last_seen_at__lt=now - SILENT_AFTER,
        last_seen_at__gt=now - FORGOTTEN_AFTER,
    )
    return tell([_draft(one) for one in runners.order_by("pk")], now=now)


def _draft(runner: Runner) -> Draft:
    seen = runner.last_seen_at or runner.enrolled_at
    return Draft(
        "machines",
        f"silent:{runner.pk}:{seen.isoformat()}",
        ops(),
        seen + SILENT_AFTER,
        detail={"what": "silent", "runner": runner.name},
    )
