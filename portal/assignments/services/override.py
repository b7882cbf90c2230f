"""What staff change beside a version."""

from datetime import datetime
from typing import Any

from django.db import transaction

from graders.spec import When, when_to_json
from portal.accounts.models import User
from portal.assignments.dates import DATE_FIELDS
from portal.assignments.models import Assignment, Override
from portal.assignments.selectors import current_overrides
from portal.audit import services as audit
from portal.courses.selectors import meetings
from portal.lib.errors import ConflictError, InvalidError

FIELDS = ("title", *DATE_FIELDS)


@transaction.atomic
def set_override(
    assignment: Assignment,
    field: str,
    value: str | datetime | When,
    *,
    reason: str,
    actor: User | None,
    now: datetime,
) -> Override:
    """Let ``value`` win over the version's ``field`` from now on.

    A title is text; a date is an aware instant, or a When that hangs on a session.
    """
    line = Override.objects.create(
        assignment=assignment,
        field=_known(field),
        value=_as_json(assignment, field, value),
        reason=refuse_no_reason(reason),
        author=actor,
        at=now,
    )
    audit.record(
        "assignment.overridden",
        assignment,
        actor=actor,
        now=now,
        field=field,
        value=line.value,
    )
    return line


@transaction.atomic
def end_override(
    assignment: Assignment,
    field: str,
    *,
    reason: str,
    actor: User | None,
    now: datetime,
) -> None:
    """Let the version's own ``field`` hold again; ConflictError if it does already."""
    if _known(field) not in current_overrides(assignment):
        raise ConflictError(f"The {field} of this assignment is not overridden.")
    Override.objects.create(
        assignment=assignment,
        field=field,
        value=None,
        reason=reason,
        author=actor,
        at=now,
    )
    audit.record(
        "assignment.override_ended", assignment, actor=actor, now=now, field=field
    )


def refuse_no_reason(reason: str) -> str:
    """Return the reason as it is kept; InvalidError where nothing is said."""
    if not reason.strip():
        raise InvalidError("Say why, for those who ask later.")
    return reason.strip()


def _known(field: str) -> str:
    if field not in FIELDS:
        raise InvalidError(
            f"{field!r} can't be overridden; allowed: {', '.join(FIELDS)}."
        )
    return field


def _as_json(assignment: Assignment, field: str, value: str | datetime | When) -> Any:
    if field == "title":
        if not isinstance(value, str) or not 0 < len(value.strip()) <= 200:
            raise InvalidError("A title is text of 1 to 200 characters.")
        return value.strip()
    if isinstance(value, datetime):
        value = When(at=value)
    if not isinstance(value, When):
        raise InvalidError(f"The {field} is a date and time.")
    if value.at is not None and value.at.tzinfo is None:
        raise InvalidError(f"The {field} needs a time zone.")
    units = meetings(assignment.course).values_list("unit", flat=True)
    if value.at is None and value.session not in units:
        raise InvalidError(f"This course has no session {value.session}.")
    return when_to_json(value)
