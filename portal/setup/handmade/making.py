"""Writes what a form said as the files of an assignment's folder."""

import tomllib
from collections.abc import Mapping
from typing import Any

import tomli_w

from portal.lib.errors import InvalidError
from portal.setup.handmade import checks as checking
from portal.setup.handmade import lonely, rubrics
from portal.setup.handmade.fields import DATES, DOCUMENT, FORM, PEOPLE
from portal.setup.handmade.questions import form_of
from portal.setup.handmade.said import Said, Table, is_name
from portal.setup.handmade.slots import slots_of

ABOUT, TEXT = "assignment.toml", "README.md"
GRADE: Table = {"family": "written", "image": "documents", "tier": "T1"}
DOCUMENTS = ["document.pdf", "document.md"]
OF_DOCUMENT = ("headings", "min_pages", "max_pages", "min_words")
TABLES = ("assignment", "submit", "grade", "checks", "slots")
NOTHING: Mapping[str, str] = {}


def files_of(said: Said, before: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """Return the folder's files by path; InvalidError where points are missing.

    ``before`` is what the files say now: what the form does not show stays.
    """
    if said.way not in (PEOPLE, FORM, DOCUMENT):
        raise InvalidError(f"{said.way!r} is no way to hand in.")
    if not is_name(said.slug):
        raise InvalidError(
            f"Short name: {said.slug[:40]!r} is none; use lower-case letters, digits "
            "and hyphens, such as quiz-1."
        )
    old: Table = tomllib.loads(before.get(ABOUT, ""))
    checks = _checks(said, old)
    lonely.refuse(said)
    points = sum(check.get("points", 0) for check in checks)
    if said.way == PEOPLE and not checks:
        points = said.values.get("points", 0)
    if not points:
        raise InvalidError("It gives no points; say for what it gives some.")
    about: Table = {name: one for name, one in old.items() if name not in TABLES}
    about |= {"assignment": {**_about(said, old), "points": points}}
    about |= _work(said, old)
    for name, rows in (("checks", checks), ("slots", list(slots_of(said.slots)))):
        if rows:
            about[name] = rows
    text = str(said.values.get("text") or f"# {said.values.get('title', '')}").strip()
    files = {ABOUT: tomli_w.dumps(about), TEXT: f"{text}\n"}
    if said.way == FORM:
        is_shuffled = bool(said.values.get("shuffle"))
        files |= form_of(said.questions, said.sections, is_shuffled=is_shuffled)
    return files | rubrics.of_checks(checks, before)


def _checks(said: Said, old: Table) -> list[Table]:
    before = {one["name"]: one for one in old.get("checks", ())}
    make = checking.parts_of if said.way == PEOPLE else checking.checks_of
    return list(make(said.checks, before))


def _about(said: Said, old: Table) -> Table:
    values = said.values
    shown = ("slug", "title", "kind", "category", "points", "pass_mark", "teams")
    kept = _kept(old.get("assignment", {}), (*shown, *DATES))
    about: Table = {
        **kept,
        "slug": said.slug,
        "title": values.get("title", ""),
        "kind": values.get("kind") or "participation",
        "category": values.get("category", ""),
    }
    if values.get("pass_mark"):
        about["pass_mark"] = values["pass_mark"]
    about |= {name: said.dates[name] for name in DATES if name in said.dates}
    if values.get("team_max"):
        about["teams"] = {
            "min": values.get("team_min") or 1,
            "max": values["team_max"],
        }
    return about


def _work(said: Said, old: Table) -> Table:
    """Return [submit] and [grade], where something is handed in."""
    if said.way == PEOPLE:
        return {}
    values = said.values
    documents = values.get("documents") or (DOCUMENTS if said.way == DOCUMENT else [])
    was: Table = old.get("submit", {})
    submit: Table = {
        "files": ["answers.json"] if said.way == FORM else [],
        **_kept(was, ("optional", "max_mib", "quota", "counts")),
        "max_mib": values.get("max_mib") or (1 if said.way == FORM else 20),
        "quota": {"per_day": values.get("per_day") or 5},
        "counts": values.get("counts") or "last",
    }
    grade = {**GRADE, **_kept(old.get("grade", {}), ("documents", *OF_DOCUMENT))}
    optional = [*documents, *values.get("extras", ())]
    if optional:
        submit["optional"] = _in_order(optional, was.get("optional", []))
    if documents:
        grade["documents"] = documents
        grade |= {name: values[name] for name in OF_DOCUMENT if values.get(name)}
    return {"submit": submit, "grade": grade}


def _kept(table: Table, shown: tuple[str, ...]) -> Table:
    """Return what a table says that the form does not show."""
    return {name: value for name, value in table.items() if name not in shown}


def _in_order(names: list[str], before: list[str]) -> Any:
    """Return the names in the order they had, where they are the same."""
    return before if sorted(names) == sorted(before) else names
