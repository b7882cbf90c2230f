"""Reads one course folder, assignments included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from graders.spec.assignment import read_assignment
from graders.spec.content import is_ignored
from graders.spec.dates import at_wall_clock, instant, is_skipped
from graders.spec.keys import COURSE_TABLES
from graders.spec.model import (
    AssignmentSpec,
    CourseSpec,
    NoteSpec,
    SessionSpec,
    When,
)
from graders.spec.policy import read_caps, read_categories, read_final, read_late
from graders.spec.problems import Place, SpecError, suggestion
from graders.spec.slots import check_slots
from graders.spec.tables import (
    read_rows,
    read_table,
    read_toml,
    refuse_twice,
    refuse_unknown_tables,
)

MOST_ASSIGNMENTS = 200
OTHER_FOLDERS = ("pictures", "proofs")
WHENS = ("release", "due", "late_due", "lock")


def load_course(folder: Path) -> CourseSpec:
    """Read and validate a whole course; raise SpecError with every problem found."""
    place = Place("course.toml")
    raw = read_toml(folder / "course.toml", place)
    if raw is None:
        raise SpecError(place.problems)
    refuse_unknown_tables(raw, tuple(COURSE_TABLES), place)
    about = read_table(
        raw.get("course", {}), COURSE_TABLES["course"], place.at("course")
    )
    categories = read_categories(raw.get("categories", []), place.at("categories"))
    assignments = _assignments(folder, place)
    names = [item.slug for item in assignments if item.slug]
    slugs = [category.slug for category in categories if category.slug]
    scale, letters, final = read_final(raw.get("final", {}), place.at("final"))
    spec = CourseSpec(
        **about,
        sessions=_sessions(
            raw.get("sessions", []), about["timezone"], place.at("sessions")
        ),
        categories=categories,
        late=read_late(raw.get("late", []), slugs, names, place.at("late")),
        final_scale=scale,
        letters=letters,
        final=final,
        caps=read_caps(raw.get("caps", []), assignments, place.at("caps")),
        notes=_notes(raw.get("notes", []), place.at("notes")),
        assignments=assignments,
        folder=folder,
    )
    for item in assignments:
        _check_in_course(
            item, spec, place.within(f"{item.folder.name}/assignment.toml")
        )
    if place.problems:
        raise SpecError(place.problems)
    return replace(spec, assignments=_by_due_date(spec))


def _by_due_date(spec: CourseSpec) -> tuple[AssignmentSpec, ...]:
    """Return the assignments as a term meets them; those without a date come last."""
    zone = ZoneInfo(spec.timezone)
    sessions = {one.unit: at_wall_clock(one.starts, zone) for one in spec.sessions}

    def due(item: AssignmentSpec) -> tuple[bool, datetime]:
        when = item.due or item.lock
        if when is None:
            return True, datetime.max.replace(tzinfo=UTC)
        return False, instant(when, sessions=sessions, zone=zone)

    return tuple(sorted(spec.assignments, key=due))


def _sessions(raw: Any, timezone: str | None, place: Place) -> tuple[SessionSpec, ...]:
    rows = read_rows(raw, COURSE_TABLES["sessions"], place)
    refuse_twice(rows, "unit", place)
    zone = ZoneInfo(timezone) if timezone else None
    for number, row in enumerate(rows, 1):
        if zone and row["starts"] and is_skipped(row["starts"], zone):
            place.at(number).at("starts").refuse(
                f"clocks in {timezone} skip {row['starts']}: they are set forward then"
            )
    return tuple(SessionSpec(**row) for row in rows)


def _notes(raw: Any, place: Place) -> tuple[NoteSpec, ...]:
    rows = read_rows(raw, COURSE_TABLES["notes"], place)
    refuse_twice(rows, "about", place)
    return tuple(NoteSpec(**row) for row in rows)


def _assignments(folder: Path, place: Place) -> tuple[AssignmentSpec, ...]:
    specs: list[AssignmentSpec] = []
    taken: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        at = place.within(f"{path.name}/assignment.toml")
        if is_ignored(path.name) or path.name in OTHER_FOLDERS:
            continue
        if path.is_symlink():
            place.within(path.name).refuse("is a symbolic link; allowed: regular files")
        elif path.is_dir() and len(specs) == MOST_ASSIGNMENTS:
            at.refuse(f"is one too many; allowed: {MOST_ASSIGNMENTS} assignments")
            break
        elif path.is_dir():
            spec = read_assignment(path, at)
            if spec is None:
                continue
            if spec.slug in taken:
                at.at("assignment").at("slug").refuse(
                    f"{spec.slug!r} is taken by {taken[spec.slug]}"
                )
            taken[spec.slug] = path.name
            specs.append(spec)
    return tuple(specs)


def _check_in_course(item: AssignmentSpec, course: CourseSpec, place: Place) -> None:
    """Note what only the course can tell: categories, sessions, skipped times."""
    about = place.at("assignment")
    slugs = [category.slug for category in course.categories]
    if item.category is not None and item.category not in slugs:
        about.at("category").refuse(
            f"{item.category!r} is not in course.toml; "
            f"{suggestion(item.category, slugs)}"
        )
    units = [session.unit for session in course.sessions]
    check_slots(item.slots, units, place.at("slots"))
    for key in WHENS:
        when: When | None = getattr(item, key)
        if when is None:
            continue
        if when.session is not None and when.session not in units:
            listed = ", ".join(str(unit) for unit in units) or "none"
            about.at(key).refuse(
                f"there is no session {when.session}; allowed: {listed}"
            )
        if _is_skipped_in(when, course.timezone):
            about.at(key).refuse(f"clocks in {course.timezone} skip this time")


def _is_skipped_in(when: When, timezone: str | None) -> bool:
    if when.at is None or when.at.tzinfo is not None or not timezone:
        return False
    return is_skipped(when.at, ZoneInfo(timezone))
