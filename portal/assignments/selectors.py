"""Reads of assignments; those used for lists work from what was prefetched."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, prefetch_related_objects

from graders.spec import AssignmentSpec, spec_from_json
from portal.assignments.dates import DueDates, Term, work_out
from portal.assignments.models import (
    Assignment,
    AssignmentVersion,
    Override,
    VersionFile,
)
from portal.courses.models import Course
from portal.courses.selectors import session_starts


def assignments_of(course: Course) -> QuerySet[Assignment]:
    """Return the course's assignments in folder order, with all that dates need."""
    return with_dates(Assignment.objects.filter(course=course, is_removed=False))


def with_dates(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Fetch along what ``current_spec`` and ``due_dates`` read: three more queries."""
    return assignments.select_related("course", "published_version").prefetch_related(
        "overrides", "course__sessions"
    )


def latest_version(assignment: Assignment) -> AssignmentVersion | None:
    """Return what was loaded last, published or not."""
    return assignment.versions.order_by("-created_at", "-pk").first()


def shown_version(assignment: Assignment) -> AssignmentVersion | None:
    """Return the published version, or for staff's preview the latest."""
    return assignment.published_version or latest_version(assignment)


def current_overrides(assignment: Assignment) -> dict[str, Override]:
    """Return the overrides that hold now, by field."""
    newest: dict[str, Override] = {}
    for line in sorted(assignment.overrides.all(), key=lambda line: line.pk):
        newest[line.field] = line
    return {field: line for field, line in newest.items() if line.value is not None}


def current_spec(
    assignment: Assignment, version: AssignmentVersion | None = None
) -> AssignmentSpec:
    """Return what the shown (or given) version says, with the title staff gave it.

    For its dates ask ``due_dates``. Raise LookupError where nothing was ever loaded.
    """
    version = version or shown_version(assignment)
    if version is None:
        raise LookupError(f"{assignment} has no version")
    spec = spec_from_json(version.spec)
    title = _values(assignment).get("title")
    return replace(spec, title=title) if title else spec


def titles_of(assignments: Iterable[Assignment]) -> dict[int, str]:
    """Return what each is called, by row number; two queries however many there are."""
    listed = list(assignments)
    prefetch_related_objects(listed, "published_version", "overrides")
    return {item.pk: current_spec(item).title for item in listed}


def due_dates(assignment: Assignment) -> DueDates:
    """Return when the assignment opens and closes, in aware instants."""
    return work_out(
        current_spec(assignment), _values(assignment), term_of(assignment.course)
    )


def term_of(course: Course) -> Term:
    """Return what dates of the course hang on."""
    return Term(
        zone=ZoneInfo(course.timezone),
        sessions=session_starts(course),
        shift_days=course.shift_days,
    )


def files_of(version: AssignmentVersion, *roles: str) -> QuerySet[VersionFile]:
    """Return the version's files with these roles, by path."""
    return version.files.filter(role__in=roles).order_by("path")


def starter_files(version: AssignmentVersion) -> QuerySet[VersionFile]:
    """Return what a student starts from: the starter folder, public data included."""
    readable = (VersionFile.Role.PAGE, VersionFile.Role.PUBLIC)
    return files_of(version, *readable).filter(path__startswith="starter/")


def _values(assignment: Assignment) -> dict[str, Any]:
    return {field: line.value for field, line in current_overrides(assignment).items()}
