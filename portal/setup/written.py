"""Writes a course as the folder it is: course.toml, and the files of its assignments.

Loading what is written changes nothing. Comments are gone, and so are the examples
that prove an assignment, which are never loaded.
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli_w
from django.db.models import prefetch_related_objects

from graders.spec.dates import shifted
from portal.assignments.models import Assignment, AssignmentVersion
from portal.assignments.selectors import assignments_of, shown_versions
from portal.courses.models import Course, Session
from portal.courses.selectors import meetings
from portal.lib import store

Table = dict[str, Any]
COURSE = "course.toml"


def lay_out(course: Course, folder: Path) -> list[tuple[Assignment, Path]]:
    """Write all of it into an empty folder; return where each assignment lies."""
    write_course(folder, course_table(course))
    items = list(assignments_of(course))
    versions = shown_versions(items)
    prefetch_related_objects(list(versions.values()), "files")
    places = []
    for number, item in enumerate(items, start=1):
        if item.pk in versions:
            place = folder / f"{number:03}-{item.slug}"
            _copy(versions[item.pk], place)
            places.append((item, place))
    return places


def write_course(folder: Path, table: Mapping[str, Any]) -> None:
    """Write course.toml."""
    (folder / COURSE).write_text(tomli_w.dumps(table), "utf-8")


def course_table(course: Course) -> Table:
    """Return what course.toml says, or would say."""
    policy = course.policy
    final = dict(policy.get("final", {}))
    table: Table = {
        "course": {
            "slug": course.slug,
            "title": course.title,
            "term": course.term,
            "timezone": course.timezone,
        },
        "sessions": [_session(one, course) for one in meetings(course)],
        "categories": [_category(one) for one in policy.get("categories", ())],
        "late": [_late(rule) for rule in policy.get("late", ())],
        "caps": [_said(cap) for cap in policy.get("caps", ())],
        "notes": [_said(note) for note in policy.get("notes", ())],
        "final": _said(final),
    }
    return {name: value for name, value in table.items() if value}


def _session(session: Session, course: Course) -> Table:
    local = session.starts_at.astimezone(ZoneInfo(course.timezone))
    wall = shifted(local.replace(tzinfo=None, fold=0), -course.shift_days)
    title = {"title": session.title} if session.title else {}
    return {"unit": session.unit, "starts": wall, **title}


def _category(category: Mapping[str, Any]) -> Table:
    said = _said(category)
    is_extra = said.pop("is_extra", False)
    return {**said, **({"extra": True} if is_extra else {})}


def _late(rule: Mapping[str, Any]) -> Table:
    first = {"rule": rule["rule"], "grace_minutes": rule.get("grace_minutes", 0)}
    return {**first, **_said(rule.get("options", {}))}


def _said(values: Mapping[str, Any]) -> Table:
    """Return what a table says; TOML has no word for nothing."""
    return dict(_whole(values))


def _whole(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Leave out what is not said; write 40, not 40.0."""
    for name, value in values.items():
        if value is None or value == "":
            continue
        is_whole = isinstance(value, float) and value.is_integer()
        yield name, int(value) if is_whole else value


def _copy(version: AssignmentVersion, folder: Path) -> None:
    folder.mkdir()
    for file in version.files.all():
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(store.path_of(file.sha256), path)
