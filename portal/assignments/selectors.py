"""Reads of assignments; those used for lists work from what was prefetched."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    F,
    OuterRef,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.expressions import RawSQL

from graders.spec import AssignmentSpec, spec_from_json
from portal.accounts.models import User
from portal.assignments.dates import DueDates, Term, work_out
from portal.assignments.models import (
    Assignment,
    AssignmentVersion,
    Override,
    VersionFile,
)
from portal.courses.models import Course, Session
from portal.courses.selectors import session_starts
from portal.lib.listing import AsJson, fixed, instant, listed, made, whole
from portal.lib.once import once


def assignments_of(course: Course) -> QuerySet[Assignment]:
    """Return the course's assignments in folder order, with all that dates need."""
    return with_dates(Assignment.objects.filter(course=course, is_removed=False))


def with_dates(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Fetch along what ``current_spec`` and ``due_dates`` read, in the same query."""
    rows = assignments.select_related("course", "published_version")
    return rows.annotate(**fixed(Assignment, dates_along))


def dates_along(assignment: str = "pk") -> dict[str, Subquery]:
    """Return what else dates of the ``assignment`` hang on, by name.

    Whoever fetches it with another row sets it on the assignment.
    """
    overrides = listed(
        Override.objects.filter(assignment=OuterRef(assignment)),
        "assignment",
        id="pk",
        field="field",
        value=AsJson(F("value")),
        reason="reason",
        at="at",
        author_id="author",
        author_name="author__name",
    )
    sessions = listed(
        Session.objects.filter(course__assignments=OuterRef(assignment)),
        "course",
        unit="unit",
        starts_at="starts_at",
    )
    return {"all_overrides": overrides, "all_sessions": sessions}


def latest_version(assignment: Assignment) -> AssignmentVersion | None:
    """Return what was loaded last, published or not."""
    return assignment.versions.order_by("-created_at", "-pk").first()


def shown_version(assignment: Assignment) -> AssignmentVersion | None:
    """Return the published version, or for staff's preview the latest."""
    return assignment.published_version or latest_version(assignment)


def shown_versions(assignments: Iterable[Assignment]) -> dict[int, AssignmentVersion]:
    """Return what ``shown_version`` gives for each that has one, by row number.

    For those that are not published 1 query, however many there are.
    """
    every = list(assignments)
    found = {item.pk: item.published_version for item in every}
    hidden = [pk for pk, version in found.items() if version is None]
    versions = AssignmentVersion.objects.all()
    same = versions.filter(assignment=OuterRef("assignment"))
    first = same.order_by("-created_at", "-pk").values("pk")[:1]
    if hidden:
        latest = versions.filter(assignment__in=hidden, pk=first)
        found |= {version.assignment_id: version for version in latest}
    return {pk: version for pk, version in found.items() if version is not None}


def current_overrides(assignment: Assignment) -> dict[str, Override]:
    """Return the overrides that hold now, by field."""
    newest: dict[str, Override] = {}
    for line in sorted(_lines_of(assignment), key=lambda line: line.pk):
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


def due_dates(
    assignment: Assignment, version: AssignmentVersion | None = None
) -> DueDates:
    """Return when the assignment opens and closes, in aware instants."""
    fetched = hasattr(assignment, "all_sessions")
    sessions = _starts_of(assignment) if fetched else session_starts(assignment.course)
    term = _term(assignment.course, sessions)
    spec = current_spec(assignment, version)
    return work_out(spec, _values(assignment), term)


def term_of(course: Course) -> Term:
    """Return what dates of the course hang on."""
    return _term(course, session_starts(course))


def files_of(version: AssignmentVersion, *roles: str) -> QuerySet[VersionFile]:
    """Return the version's files with these roles, by path."""
    return version.files.filter(role__in=roles).order_by("path")


def with_starter() -> dict[str, RawSQL]:
    """Return what ``starter_of`` an assignment is made from, for ``get_assignment``."""
    return fixed(Assignment, _starter_along)


def _starter_along() -> dict[str, Subquery]:
    files = _starter().filter(version=OuterRef("published_version"))
    return {"starter": whole(files, "version")}


def starter_files(version: AssignmentVersion) -> QuerySet[VersionFile]:
    """Return what a student starts from: the starter folder, public data included."""
    return _starter().filter(version=version).order_by("path")


def starter_of(assignment: Any) -> list[VersionFile]:
    """Return the ``starter_files`` of an assignment; its preview costs 1 query."""
    if assignment.published_version is None:
        version = shown_version(assignment)
        return list(starter_files(version)) if version else []
    return sorted(made(VersionFile, assignment.starter), key=lambda file: file.path)


def _starter() -> QuerySet[VersionFile]:
    readable = (VersionFile.Role.PAGE, VersionFile.Role.PUBLIC)
    return VersionFile.objects.filter(role__in=readable, path__startswith="starter/")


def _term(course: Course, sessions: dict[int, datetime]) -> Term:
    return Term(
        zone=ZoneInfo(course.timezone), sessions=sessions, shift_days=course.shift_days
    )


def _starts_of(assignment: Any) -> dict[int, datetime]:
    """Return when each unit starts, of an assignment that came ``with_dates``."""
    listed = assignment.all_sessions or ()
    return {one["unit"]: instant(one["starts_at"]) for one in listed}


def _lines_of(assignment: Any) -> Iterable[Override]:
    if not hasattr(assignment, "all_overrides"):
        return _overrides_of(assignment)
    return [_override(assignment, **one) for one in assignment.all_overrides or ()]


@once
def _overrides_of(assignment: Assignment) -> tuple[Override, ...]:
    # Not .filter: a prefetch of overrides must be enough.
    return tuple(assignment.overrides.all())


def _override(
    assignment: Assignment,
    *,
    at: str,
    author_id: int | None,
    author_name: str | None,
    **fields: Any,
) -> Override:
    """Return the line with what is shown of its author: the name."""
    author = User(pk=author_id, name=author_name or "") if author_id else None
    return Override(assignment=assignment, author=author, at=instant(at), **fields)


def _values(assignment: Assignment) -> dict[str, Any]:
    return {field: line.value for field, line in current_overrides(assignment).items()}
