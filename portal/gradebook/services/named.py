"""Writes a line of whatever kind a form or a program names."""

from datetime import datetime
from typing import Any

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.models import LedgerEntry
from portal.gradebook.services.ledger import (
    adjust,
    comment,
    enter_override,
    excuse,
    mark_incomplete,
)
from portal.lib.errors import InvalidError

Kind = LedgerEntry.Kind


def write_line(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    kind: str,
    reason: str,
    points: float | None = None,
    is_above_meant: bool = False,
    seen: str = "",
    key: str = "",
    actor: User,
    now: datetime,
) -> LedgerEntry:
    """Write a line of the kind that a form or program names."""
    to = (assignment, enrollment)
    more: dict[str, Any] = {"actor": actor, "now": now, "key": key}
    if kind == Kind.COMMENT:
        return comment(*to, text=reason, **more)
    more |= {"reason": reason, "seen": seen}
    if kind in (Kind.EXCUSE, Kind.INCOMPLETE):
        verb = excuse if kind == Kind.EXCUSE else mark_incomplete
        return verb(*to, **more)
    if points is None:
        raise InvalidError("Say how many points.")
    if kind == Kind.ADJUSTMENT:
        return adjust(*to, points=points, **more)
    return enter_override(*to, points=points, is_above_meant=is_above_meant, **more)
