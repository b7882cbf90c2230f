"""The [[checks]] of an assignment: each by itself, then as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graders.spec.keys import ASSIGNMENT_TABLES
from graders.spec.model import Check, Curve
from graders.spec.problems import Place, suggestion
from graders.spec.tables import read_rows, refuse_twice

RUBRIC = Curve("rubric")


def read_checks(
    raw: Any, place: Place, *, only_people: bool = False
) -> tuple[Check, ...]:
    """Return the checks; a wrong one keeps its place with what could be read.

    With ``only_people`` nothing runs, so that none has a curve.
    """
    rows = read_rows(raw, ASSIGNMENT_TABLES["checks"], place)
    if not rows and raw == []:
        place.refuse("is missing; at least one [[checks]] is needed")
    refuse_twice(rows, "name", place)
    checks = tuple(
        _check(row, place.at(number), only_people=only_people)
        for number, row in enumerate(rows, 1)
    )
    _check_requires(checks, place)
    return checks


def check_points(checks: Sequence[Check], points: float | None, place: Place) -> None:
    """Note it when the checks, bonus apart, do not add up to the assignment."""
    total = sum(check.points for check in checks if not check.is_bonus)
    if points is not None and abs(total - points) > 1e-9:
        place.refuse(
            f"their points add up to {total:g}; allowed: assignment.points, {points:g}"
        )


def _check(row: Mapping[str, Any], place: Place, *, only_people: bool) -> Check:
    curve = row["curve"]
    if row["rubric"] or only_people:
        if curve is not None:
            why = "nothing is handed in" if only_people else "it has a rubric"
            place.at("curve").refuse(f"people give these points: {why}")
        curve = RUBRIC
    elif curve is None and not _was_refused(place.at("curve")):
        place.at("curve").refuse('is missing; name one, or a rubric = "rubric.toml"')
    curve = curve or Curve("credit")
    if curve.kind == "gate" and row["points"]:
        place.at("points").refuse("a gate has no points; others name it in requires")
    if curve.kind != "gate" and not row["points"]:
        place.at("points").refuse("must be more than 0; only a gate has none")
    return Check(**{**row, "name": row["name"] or "", "curve": curve})


def _was_refused(place: Place) -> bool:
    return any(
        (problem.file, problem.key) == (place.file, place.key)
        for problem in place.problems
    )


def _check_requires(checks: Sequence[Check], place: Place) -> None:
    by_name = {check.name: check for check in checks}
    automatic = [check.name for check in checks if not check.is_manual]
    is_whole = True
    for number, check in enumerate(checks, 1):
        for name in check.requires:
            if name not in automatic:
                is_whole = False
                place.at(number).at("requires").refuse(
                    f"{name!r} is no automatic check; {suggestion(name, automatic)}"
                )
    if is_whole:
        for number, check in enumerate(checks, 1):
            if _requires_itself(check, by_name):
                place.at(number).at("requires").refuse(
                    f"{check.name!r} requires itself, by way of others"
                )


def _requires_itself(check: Check, by_name: Mapping[str, Check]) -> bool:
    seen: set[str] = set()
    waiting = list(check.requires)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(by_name[name].requires)
    return check.name in seen
