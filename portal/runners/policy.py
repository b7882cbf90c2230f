"""Pure rules of runners: whether one can do what a job needs, and how it seems."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from portal.runners.models import RunnerState

SILENT_AFTER = timedelta(seconds=90)

_BOUND = re.compile(r"(?P<name>[^<>=:]+)>=(?P<number>\d+(?:\.\d+)*)")
_VALUE = re.compile(r"(?P<name>[^<>=:]+)(?::|=|>=)(?P<number>\d+(?:\.\d+)*)")


def meets(need: str, labels: Collection[str]) -> bool:
    """Return whether one of ``labels`` satisfies ``need``.

    ``gpu`` and ``arch:arm64`` must be there as they are; ``cuda>=12`` is met by
    ``cuda:12.4``, compared number by number.
    """
    if need in labels:
        return True
    bound = _BOUND.fullmatch(need)
    if bound is None:
        return False
    wanted = _numbers(bound["number"])
    found = (_VALUE.match(label) for label in labels)
    return any(
        label is not None
        and label["name"] == bound["name"]
        and _numbers(label["number"]) >= wanted
        for label in found
    )


def meets_all(needs: Iterable[str], labels: Collection[str]) -> bool:
    """Return whether a runner with ``labels`` can do what has ``needs``."""
    return all(meets(need, labels) for need in needs)


def seems(
    state: str, *, last_seen_at: datetime | None, is_busy: bool, now: datetime
) -> str:
    """Return one word for the fleet page; what ops ordered goes before what is seen."""
    if state == RunnerState.QUARANTINED:
        return "quarantined"
    if last_seen_at is None or now - last_seen_at > SILENT_AFTER:
        return "silent"
    if state == RunnerState.DRAINING:
        return "draining"
    return "busy" if is_busy else "idle"


def _numbers(text: str) -> tuple[int, ...]:
    """Return ``12.10`` as (12, 10), without zeros at the end, to compare by parts."""
    parts = [int(part) for part in text.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
