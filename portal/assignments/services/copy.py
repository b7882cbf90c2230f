"""Copies an assignment into the course of another term."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from graders.spec import when_from_json, when_to_json
from graders.spec.dates import at_wall_clock, shifted
from portal.accounts.models import User
from portal.assignments.dates import DueDates, Term, work_out
from portal.assignments.models import (
    Assignment,
    AssignmentVersion,
    Override,
    VersionFile,
)
from portal.assignments.selectors import (
    current_overrides,
    current_spec,
    shown_version,
)
from portal.audit import services as audit
from portal.courses.models import Course


@transaction.atomic
def copy_assignment(
    source: Assignment, course: Course, *, days: int, actor: User, now: datetime
) -> Assignment:
    """Make the same assignment in ``course``: what students saw, nothing they did.

    The version is the one that was published, else the newest; its files are named
    again, not stored again. Fixed dates that staff gave move by ``days``.
    """
    version = shown_version(source)
    if version is None:
        raise LookupError(f"{source} has no version")
    copy = Assignment.objects.create(
        course=course, slug=source.slug, position=source.position
    )
    made = _copy_version(version, copy, now=now)
    if source.published_version_id is not None:
        copy.published_version = made
        copy.save(update_fields=["published_version"])
    for line in current_overrides(source).values():
        Override.objects.create(
            assignment=copy,
            field=line.field,
            value=_moved(line, days),
            reason=f"As in {source.course.term}: {line.reason}",
            author=actor,
            at=now,
        )
    origin = str(source.public_id)
    audit.record("assignment.copied", copy, actor=actor, now=now, source=origin)
    return copy


def dates_of_copy(
    source: Assignment, version: AssignmentVersion, *, term: Term, days: int
) -> DueDates:
    """Return the dates that a copy would have, in a ``term`` moved by ``days``."""
    lines = current_overrides(source).values()
    overrides = {line.field: _moved(line, days) for line in lines}
    return work_out(current_spec(source, version), overrides, term)


def _copy_version(
    version: AssignmentVersion, copy: Assignment, *, now: datetime
) -> AssignmentVersion:
    made = AssignmentVersion.objects.create(
        assignment=copy,
        digest=version.digest,
        spec=version.spec,
        text=version.text,
        proof=version.proof,
        unproven_reason=version.unproven_reason,
        created_at=now,
    )
    VersionFile.objects.bulk_create(
        VersionFile(
            version=made,
            path=file.path,
            role=file.role,
            sha256=file.sha256,
            size=file.size,
        )
        for file in version.files.all()
    )
    return made


def _moved(line: Override, days: int) -> Any:
    """Return the override's value, a fixed date at the same time on the clock."""
    if line.field == "title":
        return line.value
    when = when_from_json(line.value)
    if when is None or when.at is None:
        return line.value
    zone = ZoneInfo(line.assignment.course.timezone)
    local = when.at.astimezone(zone).replace(tzinfo=None)
    moved = at_wall_clock(shifted(local, days), zone)
    return when_to_json(type(when)(at=moved))
