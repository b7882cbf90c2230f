"""Reads rubric.toml: by what people grade, and how that comes to points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from graders.spec.keys import RUBRIC_TABLES
from graders.spec.model import Check, Criterion, Rubric, RubricItem
from graders.spec.problems import Place, SpecError
from graders.spec.tables import (
    read_rows,
    read_table,
    read_toml,
    refuse_twice,
    refuse_unknown_tables,
)

# Mastery: what a criterion with bands has where its file names no others.
MASTERY = (
    {"name": "perfect", "title": "As it should be", "percent": 100},
    {"name": "good", "title": "Good; details are missing", "percent": 90},
    {"name": "attempt", "title": "A real attempt that misses the aim", "percent": 50},
    {"name": "little", "title": "Next to nothing", "percent": 0},
)
TITLES = {"add": "its items add up to", "levels": "its best level gives"}


def read_rubrics(
    folder: Path, checks: Sequence[Check], place: Place
) -> tuple[Rubric, ...]:
    """Return the rubrics that ``checks`` name, each file once, noting problems."""
    found: dict[str, Rubric] = {}
    for check in checks:
        path = folder / check.rubric
        if not check.rubric or not path.is_file() or path.is_symlink():
            continue
        at = place.within(_beside(place.file, check.rubric))
        if check.rubric not in found:
            raw = read_toml(path, at)
            if raw is None:
                continue
            found[check.rubric] = read_rubric(raw, check.rubric, at)
        check_sum(found[check.rubric], check.name, check.points, at)
    return tuple(found.values())


def rubric_of(raw: Mapping[str, Any], file: str, *, points: float) -> Rubric:
    """Return the rubric that ``raw`` says, or raise SpecError with every problem."""
    place = Place(file)
    rubric = read_rubric(dict(raw), file, place)
    check_sum(rubric, "", points, place)
    if place.problems:
        raise SpecError(place.problems)
    return rubric


def read_rubric(raw: dict[str, Any], file: str, place: Place) -> Rubric:
    """Return what could be read; it is whole only if ``place`` has no problems."""
    refuse_unknown_tables(raw, ("rubric", "criteria"), place)
    about = read_table(
        raw.get("rubric", {}), RUBRIC_TABLES["rubric"], place.at("rubric")
    )
    inside = place.at("criteria")
    rows = read_rows(raw.get("criteria", []), RUBRIC_TABLES["criteria"], inside)
    if not rows and raw.get("criteria", []) == []:
        inside.refuse("is missing; at least one [[criteria]] is needed")
    refuse_twice(rows, "name", inside)
    criteria = (_criterion(row, inside.at(n)) for n, row in enumerate(rows, 1))
    return Rubric(file, tuple(criteria), about["note"])


def check_sum(rubric: Rubric, check: str, points: float, place: Place) -> None:
    """Note it when the criteria do not add up to the points of the check."""
    total = sum(criterion.points for criterion in rubric.criteria)
    if abs(total - points) > 1e-9:
        whose = f" of the check {check}" if check else ""
        place.at("criteria").refuse(
            f"their points add up to {total:g}; allowed: the points{whose}, {points:g}"
        )


def _criterion(row: Mapping[str, Any], place: Place) -> Criterion:
    kind, points = row["kind"] or "add", row["points"] or 0.0
    raw = row["items"] or (list(MASTERY) if kind == "bands" else [])
    inside = place.at("items")
    if kind == "points" and raw:
        inside.refuse("have no meaning where the criterion is 'points': they are typed")
        raw = []
    rows = read_rows(raw, RUBRIC_TABLES["criteria.items"], inside)
    refuse_twice(rows, "name", inside)
    items = tuple(
        _item(item, kind, points, inside.at(n)) for n, item in enumerate(rows, 1)
    )
    if row["points"] is not None and kind != "points":
        _check_items(items, kind, points, inside)
    return Criterion(
        name=row["name"] or "",
        title=row["title"] or "",
        points=points,
        kind=kind,
        items=items,
        note=row["note"],
    )


def _item(row: Mapping[str, Any], kind: str, whole: float, place: Place) -> RubricItem:
    wanted, other = ("percent", "points") if kind == "bands" else ("points", "percent")
    if row[wanted] is None:
        place.at(wanted).refuse(f"is missing: the criterion is {kind!r}")
    if row[other] is not None:
        place.at(other).refuse(f"has no meaning where the criterion is {kind!r}")
    value = row[wanted] or 0.0
    points = value * whole / 100.0 if kind == "bands" else value
    if kind != "add" and points > whole:
        place.at(wanted).refuse(f"is {points:g}; allowed: up to {whole:g}")
    if kind in ("add", "subtract") and row[wanted] == 0:
        place.at(wanted).refuse("is 0; allowed: more, since it would say nothing")
    return RubricItem(
        name=row["name"] or "",
        title=row["title"] or "",
        points=points,
        percent=row["percent"] if kind == "bands" else None,
        comment=row["comment"],
    )


def _check_items(
    items: Sequence[RubricItem], kind: str, whole: float, place: Place
) -> None:
    """Somebody must be able to get all the points, and there must be a choice."""
    least = 2 if kind in ("levels", "bands") else 1
    if len(items) < least:
        place.refuse(f"has {len(items)} rows; needed: {least} or more")
        return
    reached = [item.points for item in items]
    most = sum(reached) if kind == "add" else max(reached)
    if kind != "subtract" and most < whole - 1e-9:
        words = TITLES.get(kind, "its best band gives")
        place.refuse(f"{words} {most:g}; needed: the criterion's points, {whole:g}")


def _beside(file: str, name: str) -> str:
    folder = file.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name
