"""Runners: one call makes an enrolled machine."""

from datetime import UTC, datetime
from itertools import count

from portal.runners import services
from portal.runners.models import Runner

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
_numbers = count(1)


def a_runner(
    name: str = "", *, pools: tuple[str, ...] = ("cpu",), courses=(), seen_at=NOON
) -> Runner:
    """Return an active runner; without ``courses`` it serves all."""
    runner, _ = services.enroll_runner(
        name or f"cpu-{next(_numbers)}",
        pools=pools,
        courses=courses,
        all_courses=not courses,
        actor=None,
        now=NOON,
    )
    Runner.objects.filter(pk=runner.pk).update(last_seen_at=seen_at)
    runner.refresh_from_db()
    return runner
