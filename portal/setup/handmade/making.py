"""Writes what a form said as the files of an assignment's folder."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import tomli_w

from portal.lib.errors import InvalidError
from portal.setup.handmade.fields import DATES, DOCUMENT, FORM, PEOPLE
from portal.setup.handmade.questions import form_of

Table = dict[str, Any]
GRADE: Table = {"family": "written", "image": "documents", "tier": "T1"}
DOCUMENTS = ["document.pdf", "document.md"]
MANUAL = "content"
RUBRIC = "rubric.toml"


@dataclass(frozen=True)
class Said:
    """What was said of one assignment: its values, and rows where there are some."""

    values: Table
    dates: Mapping[str, Any] = field(default_factory=dict)
    way: str = PEOPLE
    parts: tuple[Table, ...] = ()
    questions: tuple[Table, ...] = ()

    @property
    def slug(self) -> str:
        return str(self.values.get("slug") or slug_of(self.values.get("title", "")))


def slug_of(title: str) -> str:
    """Return a short name made of a title: lower-case letters, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:48].strip("-")


def files_of(said: Said) -> dict[str, str]:
    """Return the folder's files by path; InvalidError where points are missing."""
    if said.way not in (PEOPLE, FORM, DOCUMENT):
        raise InvalidError(f"{said.way!r} is no way to hand in.")
    checks = list(_CHECKS[said.way](said))
    points = sum(check.get("points", 0) for check in checks)
    if said.way == PEOPLE and not checks:
        points = said.values.get("points", 0)
    if not points:
        raise InvalidError("It gives no points; say for what it gives some.")
    about: Table = {"assignment": {**_about(said), "points": points}, **_work(said)}
    if checks:
        about["checks"] = checks
    text = str(said.values.get("text") or f"# {said.values.get('title', '')}").strip()
    files = {"assignment.toml": tomli_w.dumps(about), "README.md": f"{text}\n"}
    if said.way == FORM:
        files |= form_of(said.questions, is_shuffled=bool(said.values.get("shuffle")))
    if any(check.get("rubric") for check in checks):
        files[RUBRIC] = _rubric(said.values["points"])
    return files


def _about(said: Said) -> Table:
    values = said.values
    about: Table = {
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


def _work(said: Said) -> Table:
    """Return [submit] and [grade], where something is handed in."""
    if said.way == PEOPLE:
        return {}
    values = said.values
    submit: Table = {
        "files": ["answers.json"] if said.way == FORM else [],
        "max_mib": 1 if said.way == FORM else 20,
        "quota": {"per_day": values.get("per_day") or 5},
        "counts": values.get("counts") or "last",
    }
    grade = dict(GRADE)
    if said.way == DOCUMENT:
        submit["optional"] = grade["documents"] = DOCUMENTS
        if values.get("headings"):
            grade["headings"] = values["headings"]
        if values.get("max_pages"):
            grade["max_pages"] = values["max_pages"]
    return {"submit": submit, "grade": grade}


def _by_people(said: Said) -> Iterator[Table]:
    names: set[str] = set()
    for number, part in enumerate(said.parts, start=1):
        name = part.get("name") or slug_of(part["title"]) or f"part-{number}"
        name = f"{name}-{number}" if name in names else name
        names.add(name)
        yield {"name": name, "title": part["title"], "points": part["points"]}


def _by_form(said: Said) -> Iterator[Table]:
    values = said.values
    if values.get("filled"):
        yield _share("answered", "Every question is answered", values["filled"])
    if values.get("right"):
        right = _share("right", "Answers that are right", values["right"])
        yield {**right, "visibility": "after_due_date"}
    yield from _content(said)


def _by_document(said: Said) -> Iterator[Table]:
    values = said.values
    if values.get("max_pages"):
        title = f"At most {values['max_pages']} pages"
        yield {"name": "length", "title": title, "curve": "gate", "measure": "pages"}
    if values.get("headed"):
        if not values.get("headings"):
            raise InvalidError("There are points for headings; say which.")
        yield _share("headings", "All headings are there", values["headed"])
    yield from _content(said)


def _share(measure: str, title: str, points: float) -> Table:
    line = {"line": [0, 1]}
    names = {"name": measure, "title": title, "points": points}
    return {**names, "measure": measure, "curve": line}


def _content(said: Said) -> Iterator[Table]:
    points = said.values.get("points")
    if points:
        title = "What people read in it"
        yield {"name": MANUAL, "title": title, "points": points, "rubric": RUBRIC}


def _rubric(points: float) -> str:
    whole = {"name": "whole", "title": "The whole", "points": points, "kind": "bands"}
    return tomli_w.dumps({"criteria": [whole]})


_CHECKS = {PEOPLE: _by_people, FORM: _by_form, DOCUMENT: _by_document}
