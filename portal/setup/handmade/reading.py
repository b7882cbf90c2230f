"""Reads an assignment's folder back into what a form said, where a form can say it."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from portal.lib.errors import InvalidError
from portal.setup.handmade import checks as checking
from portal.setup.handmade import questions as asking
from portal.setup.handmade import slots as slotting
from portal.setup.handmade.fields import DATES, DOCUMENT, FORM, PEOPLE
from portal.setup.handmade.making import ABOUT, TEXT, files_of
from portal.setup.handmade.said import Said, Table

FAMILIES = (None, "written")
OWN = re.compile(r"assignment\.toml|README\.md|form\.toml|rubric(-[a-z0-9-]+)?\.toml")
KEPT = ("starter/", "pictures/", "hidden/sources/")  # whatever is in them stays


def said_in(files: Mapping[str, str]) -> Said | None:
    """Return what was said; None where writing it again would lose something."""
    if any(not is_own(path) and not path.startswith(KEPT) for path in files):
        return None
    own = {path: text for path, text in files.items() if is_own(path)}
    try:
        said = _said(own)
        again = files_of(said, own)
    except (KeyError, TypeError, ValueError, InvalidError):
        return None
    return said if _tables(again) == _tables(own) else None


def is_own(path: str) -> bool:
    """Say whether the form writes this file; others stay as they are."""
    return path == asking.KEY or OWN.fullmatch(path) is not None


def _tables(files: Mapping[str, str]) -> dict[str, Any]:
    """Return what the files say, however they are written."""
    return {
        path: _plain(tomllib.loads(text)) if path.endswith(".toml") else text.strip()
        for path, text in files.items()
    }


def _plain(table: Table) -> Table:
    """Leave out what says nothing."""
    if table.get("form") == {"shuffle": False}:
        return {name: value for name, value in table.items() if name != "form"}
    return table


def _said(files: Mapping[str, str]) -> Said:
    raw = tomllib.loads(files[ABOUT])
    grade: Table = raw.get("grade", {})
    if grade.get("family") not in FAMILIES:
        raise ValueError(grade["family"])
    checks = raw.get("checks", [])
    way = PEOPLE if not grade else FORM if asking.FORM in files else DOCUMENT
    form = tomllib.loads(files.get(asking.FORM, ""))
    key = tomllib.loads(files.get(asking.KEY, ""))
    values = {
        **_about(raw["assignment"]),
        **_work(raw.get("submit", {}), grade),
        "text": files[TEXT].strip(),
        "shuffle": form.get("form", {}).get("shuffle"),
    }
    if way == PEOPLE and not checks:
        values["points"] = raw["assignment"]["points"]
    return Said(
        values={name: value for name, value in values.items() if value is not None},
        dates={n: raw["assignment"][n] for n in DATES if n in raw["assignment"]},
        way=way,
        checks=tuple(checking.rows_of(checks)),
        sections=tuple(form.get("sections", ())),
        questions=tuple(asking.rows_of(form, key)),
        slots=tuple(slotting.rows_of(raw.get("slots", []))),
    )


def _about(about: Table) -> Table:
    teams = about.get("teams", {})
    names = ("title", "slug", "kind", "category", "pass_mark")
    return {
        **{name: about.get(name) for name in names},
        "team_min": teams.get("min"),
        "team_max": teams.get("max"),
    }


def _work(submit: Table, grade: Table) -> Table:
    documents = grade.get("documents", [])
    extras = [name for name in submit.get("optional", ()) if name not in documents]
    names = ("headings", "min_pages", "max_pages", "min_words")
    return {
        **{name: grade.get(name) for name in names},
        "documents": documents or None,
        "extras": extras or None,
        "max_mib": submit.get("max_mib"),
        "per_day": submit.get("quota", {}).get("per_day"),
        "counts": submit.get("counts"),
    }
