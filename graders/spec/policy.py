"""Reads what course.toml says of grades: categories, lateness, caps, the final one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graders.spec.keys import COURSE_TABLES
from graders.spec.model import (
    AssignmentSpec,
    CapSpec,
    CategorySpec,
    FinalSpec,
    LateRule,
)
from graders.spec.problems import Place, suggestion
from graders.spec.tables import read_rows, read_table, refuse_twice

OF_EVERY_RULE = ("categories", "assignments", "day")
LATE_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "zero": (),
    "gate": (),
    "per_day": ("percent", "max_days"),
    "slip_days": ("days", "most_each", "percent", "max_days"),
}


def read_categories(raw: Any, place: Place) -> tuple[CategorySpec, ...]:
    """Read the categories; the weights of all but extra credit add up to 100."""
    rows = read_rows(raw, COURSE_TABLES["categories"], place)
    refuse_twice(rows, "slug", place)
    if not rows and raw == []:
        place.refuse("is missing; at least one [[categories]] is needed")
    weights = [row["weight"] for row in rows if not row["extra"]]
    if rows and None not in weights and abs(sum(weights) - 100) > 1e-6:
        place.refuse(f"their weights add up to {sum(weights):g}; allowed: 100")
    for row in rows:
        row["title"] = row["title"] or str(row["slug"]).replace("-", " ").capitalize()
        row["is_extra"] = row.pop("extra")
    return tuple(CategorySpec(**row) for row in rows)


def read_late(
    raw: Any, categories: list[str], assignments: list[str], place: Place
) -> tuple[LateRule, ...]:
    rules = []
    for number, row in enumerate(read_rows(raw, COURSE_TABLES["late"], place), 1):
        at = place.at(number)
        _check_known(row["categories"], categories, at.at("categories"))
        _check_known(row["assignments"], assignments, at.at("assignments"))
        options = {key: row[key] for key in row if key not in ("rule", "grace_minutes")}
        options = {key: value for key, value in options.items() if value is not None}
        if row["rule"] is not None:
            _check_late_options(row["rule"], options, at)
            rules.append(LateRule(row["rule"], row["grace_minutes"], options))
    return tuple(rules)


def read_caps(
    raw: Any, assignments: Iterable[AssignmentSpec], place: Place
) -> tuple[CapSpec, ...]:
    """Read the caps; each names an assignment here, and one of its checks."""
    checks = {item.slug: [check.name for check in item.checks] for item in assignments}
    caps = []
    for number, row in enumerate(read_rows(raw, COURSE_TABLES["caps"], place), 1):
        at = place.at(number)
        slug, check = row["assignment"], row["check"]
        _check_known([slug] if slug else (), list(checks), at.at("assignment"))
        if slug in checks and check is not None:
            _check_known([check], checks[slug], at.at("check"))
        caps.append(CapSpec(**row))
    return tuple(caps)


def read_final(raw: Any, place: Place) -> tuple[str, Mapping[str, float], FinalSpec]:
    """Read the scale, its letters, and how the percentage is finished."""
    row = read_table(raw, COURSE_TABLES["final"], place)
    scale, letters = row.pop("scale"), row.pop("letters")
    if row["decimals"] and row["rounding"] == "none":
        place.at("decimals").refuse("has no meaning without rounding")
    cuts = list(letters.values())
    for cut in sorted({cut for cut in cuts if cuts.count(cut) > 1}):
        place.at("letters").refuse(f"two letters begin at {cut:g}")
    return scale, letters, FinalSpec(**row)


def _check_late_options(rule: str, options: Mapping[str, Any], place: Place) -> None:
    own = LATE_OPTIONS[rule]
    for key in sorted(set(options) - {*OF_EVERY_RULE, *own}):
        place.at(key).refuse(f"the rule {rule} has no such key; {suggestion(key, own)}")
    if own and own[0] not in options:
        place.at(own[0]).refuse(f"is missing: the rule {rule} needs it")
    if "max_days" in options and "percent" not in options:
        place.at("max_days").refuse("has no meaning without percent")


def _check_known(names: Any, allowed: list[str], place: Place) -> None:
    for name in names or ():
        if name not in allowed:
            place.refuse(f"{name!r} is not in this course; {suggestion(name, allowed)}")
