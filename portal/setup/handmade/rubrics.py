"""The rubrics of an assignment from forms: kept, begun, and changed with its points."""

import tomllib
from collections.abc import Mapping
from typing import Any

import tomli_w

from portal.lib.errors import InvalidError
from portal.setup.handmade.said import Table

ABOUT = "assignment.toml"
WHOLE = "whole"  # the one criterion that a rubric begins with


def of_checks(checks: list[Table], before: Mapping[str, str]) -> dict[str, str]:
    """Return the rubrics that the checks name: as they were, else one to begin with.

    Refuse points that are not those of the rubric that was made for them.
    """
    files: dict[str, str] = {}
    for check in checks:
        if "rubric" not in check:
            continue
        file, points = check["rubric"], check.get("points", 0)
        files[file] = _fitting(check, before[file]) if file in before else _new(points)
    return files


def rubric_in(files: Mapping[str, str], check: str) -> Table | None:
    """Return the rubric of a check as its file says it; None where it has none."""
    about = tomllib.loads(files[ABOUT])
    for one in about.get("checks", ()):
        if one["name"] == check and "rubric" in one:
            return tomllib.loads(files[one["rubric"]])
    return None


def with_rubric(files: Mapping[str, str], check: str, rubric: Table) -> dict[str, str]:
    """Return the files with another rubric; the points of its check follow it."""
    about = tomllib.loads(files[ABOUT])
    changed = dict(files)
    for one in about["checks"]:
        if one["name"] == check:
            changed[one["rubric"]] = tomli_w.dumps(rubric)
            one["points"] = _sum(rubric)
    points = sum(one.get("points", 0) for one in about["checks"])
    about["assignment"]["points"] = points
    changed[ABOUT] = tomli_w.dumps(about)
    return changed


def _fitting(check: Table, text: str) -> str:
    rubric = tomllib.loads(text)
    points = check.get("points", 0)
    if _is_first(rubric):
        return text if _sum(rubric) == points else _new(points)
    if abs(_sum(rubric) - points) > 1e-9:
        raise InvalidError(
            f"{check['title']}: {points:g} points, and the criteria of its rubric add "
            f"up to {_sum(rubric):g}. Leave {_sum(rubric):g} here, then change the "
            "rubric on its page; the points follow it."
        )
    return text


def _is_first(rubric: Table) -> bool:
    """Say whether it is still the rubric that it began with."""
    criteria = rubric.get("criteria", [])
    return criteria == [_criterion(_sum(rubric))] and "rubric" not in rubric


def _new(points: float) -> str:
    return tomli_w.dumps({"criteria": [_criterion(points)]})


def _criterion(points: float) -> Table:
    title = "The whole"
    return {"name": WHOLE, "title": title, "points": points, "kind": "bands"}


def _sum(rubric: Table) -> Any:
    total = sum(one["points"] for one in rubric.get("criteria", ()))
    return int(total) if total == int(total) else total
