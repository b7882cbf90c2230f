"""Reads an assignment's folder back into what a form said, where a form can say it."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.lib.errors import InvalidError
from portal.setup.handmade.fields import DATES, DOCUMENT, FORM, PEOPLE
from portal.setup.handmade.making import MANUAL, Said, files_of
from portal.setup.handmade.questions import rows_of

Table = dict[str, Any]


def said_in(files: Mapping[str, str]) -> Said | None:
    """Return what was said; None where writing it again would lose something."""
    try:
        said = _said(files)
        again = files_of(said)
    except (KeyError, TypeError, ValueError, InvalidError):
        return None
    return said if _tables(again) == _tables(files) else None


def _tables(files: Mapping[str, str]) -> dict[str, Any]:
    """Return what the files say, however they are written."""
    return {
        path: tomllib.loads(text) if path.endswith(".toml") else text.strip()
        for path, text in files.items()
    }


def _said(files: Mapping[str, str]) -> Said:
    raw = tomllib.loads(files["assignment.toml"])
    about, grade = raw["assignment"], raw.get("grade")
    checks = raw.get("checks", [])
    way = PEOPLE if grade is None else FORM if "form.toml" in files else DOCUMENT
    form = tomllib.loads(files.get("form.toml", ""))
    values = {
        **{key: about.get(key) for key in ("title", "slug", "kind", "category")},
        "pass_mark": about.get("pass_mark"),
        "team_min": about.get("teams", {}).get("min"),
        "team_max": about.get("teams", {}).get("max"),
        "text": files["README.md"].strip(),
        "shuffle": form.get("form", {}).get("shuffle"),
        **_work(raw.get("submit", {}), grade or {}),
        **_points(checks, way),
    }
    if way == PEOPLE and not checks:
        values["points"] = about["points"]
    return Said(
        values={name: value for name, value in values.items() if value is not None},
        dates={name: about[name] for name in DATES if name in about},
        way=way,
        parts=tuple(checks) if way == PEOPLE else (),
        questions=tuple(rows_of(form, _key(files))),
    )


def _key(files: Mapping[str, str]) -> Table:
    return tomllib.loads(files.get("hidden/answers.toml", ""))


def _work(submit: Table, grade: Table) -> Table:
    return {
        "per_day": submit.get("quota", {}).get("per_day"),
        "counts": submit.get("counts"),
        "headings": grade.get("headings"),
        "max_pages": grade.get("max_pages"),
    }


def _points(checks: list[Table], way: str) -> Table:
    if way == PEOPLE:
        return {}
    points = {check["name"]: check.get("points") for check in checks}
    return {
        "filled": points.get("answered"),
        "right": points.get("right"),
        "headed": points.get("headings"),
        "points": points.get(MANUAL),
    }


def is_instant(value: Any) -> bool:
    """Say whether a date is a time on the clock, not a session's."""
    return isinstance(value, datetime)
