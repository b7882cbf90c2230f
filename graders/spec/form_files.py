"""Reads form.toml, and holds the staff's key in hidden/answers.toml against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from graders.spec import values as v
from graders.spec.forms import ANSWERS, CHOICES, KINDS, Form, Question, Section
from graders.spec.keys import Key, Keys, needed
from graders.spec.model import Check
from graders.spec.problems import Place, suggestion
from graders.spec.tables import (
    read_rows,
    read_table,
    read_toml,
    refuse_twice,
    refuse_unknown_tables,
)

FORM = "form.toml"
KEY = "hidden/answers.toml"
NAME = r"[a-z0-9]+(?:[-_][a-z0-9]+)*"
PARTIAL = ("none", "each")
# What a check may measure: shares for a curve, whether all of it is there for a gate.
BY_SECTION = ("answered", "right", "all-answered", "all-right")  # may end in .SECTION
SHARES = ("answered", "right", "distinct", "headings")
MEASURES = (*SHARES, *(f"all-{name}" for name in SHARES), "pages", "words")
ALL_OR_NOTHING = ("gate", "credit")


def prose(longest: int) -> v.Reader:
    """Read Markdown of any number of lines."""

    def read(raw: Any) -> str:
        if not isinstance(raw, str):
            raise ValueError(f"must be text, not {v.named(raw)}")
        if len(raw) > longest or "\0" in raw:
            raise ValueError(f"must be text of at most {longest} characters")
        return raw.strip()

    return read


def options(raw: Any) -> tuple[tuple[str, str], ...]:
    """Read ``{ a = "this", b = "that" }``, in this order."""
    name, text = v.text(pattern=NAME, longest=16), prose(1000)
    pairs = tuple((name(key), text(value)) for key, value in v.table(raw).items())
    if not 2 <= len(pairs) <= 26:
        raise ValueError("must offer 2 to 26 options")
    return pairs


FORM_TABLES: Mapping[str, Keys] = {
    "form": {"shuffle": Key(v.flag, False)},
    "sections": {
        "name": needed(v.text(pattern=NAME, longest=32)),
        "title": needed(v.text()),
        "text": Key(prose(20_000), ""),
    },
    "questions": {
        "name": needed(v.text(pattern=NAME, longest=32)),
        "kind": needed(v.choice(KINDS)),
        "ask": needed(prose(4000)),
        "help": Key(prose(4000), ""),
        "section": Key(v.text(pattern=NAME, longest=32), ""),
        "each_section": Key(v.flag, False),
        "options": Key(options, ()),
        "least_words": Key(v.integer(0, 5000), 0),
        "most_words": Key(v.integer(1, 20_000), 0),
        "unit": Key(v.text(longest=32), ""),
        "points": Key(v.number(0, 1000), 1.0),
        "optional": Key(v.flag, False),
    },
    "answer": {  # in hidden/answers.toml, one for each question with a key
        "right": needed(lambda raw: raw),
        "tolerance": Key(v.number(0, 1e12), 0.0),
        "percent": Key(v.number(0, 100), 0.0),
        "partial": Key(v.choice(PARTIAL), "none"),
    },
}


def read_form(folder: Path, place: Place) -> Form | None:
    """Return the folder's form, if it has one; note what is wrong with it."""
    path = folder / FORM
    if not path.exists() and not path.is_symlink():
        return None
    raw = read_toml(path, place)
    if raw is None:
        return None
    refuse_unknown_tables(raw, ("form", "sections", "questions"), place)
    about = read_table(raw.get("form", {}), FORM_TABLES["form"], place.at("form"))
    sections = _sections(raw.get("sections", []), place.at("sections"))
    rows = read_rows(
        raw.get("questions", []), FORM_TABLES["questions"], place.at("questions")
    )
    names = [section.name for section in sections]
    questions: list[Question] = []
    for number, row in enumerate(rows, 1):
        questions += _questions(row, names, place.at("questions").at(number))
    if not questions:
        place.at("questions").refuse("is missing; a form asks at least one thing")
    _refuse_same(questions, place.at("questions"))
    return Form(sections, tuple(questions), is_shuffled=about["shuffle"])


def check_form(
    folder: Path,
    form: Form | None,
    submitted: Iterable[str],
    checks: Iterable[Check],
    place: Place,
) -> None:
    """Note where form, key, checks and what is handed in do not fit together."""
    if form is not None and ANSWERS not in submitted:
        place.at("submit").at("files").refuse(
            f"there is a {FORM}, so {ANSWERS!r} must be in it"
        )
    keyed = _check_key(folder, form, place.beside(KEY))
    sections = [section.name for section in form.sections] if form else []
    for number, check in enumerate(checks, 1):
        at = place.at("checks").at(number).at("measure")
        if not check.is_manual:
            _check_measure(check, sections, at, has_key=keyed)


def _sections(raw: Any, place: Place) -> tuple[Section, ...]:
    rows = read_rows(raw, FORM_TABLES["sections"], place)
    refuse_twice(rows, "name", place)
    return tuple(Section(**{**row, "name": row["name"] or ""}) for row in rows)


def _questions(
    row: dict[str, Any], sections: list[str], place: Place
) -> list[Question]:
    each, optional = row.pop("each_section"), row.pop("optional")
    row = {**row, "name": row["name"] or "", "is_optional": optional}
    _check_question(row, sections, place)
    if not each:
        return [Question(**row)]
    if row["section"] or not sections:
        place.at("each_section").refuse("needs sections, and no section of its own")
    return [
        Question(**{**row, "section": name, "name": f"{name}.{row['name']}"})
        for name in sections
    ]


def _check_question(row: dict[str, Any], sections: list[str], place: Place) -> None:
    kind = row["kind"]
    if row["section"] and row["section"] not in sections:
        place.at("section").refuse(
            f"{row['section']!r} is no section; {suggestion(row['section'], sections)}"
        )
    if (kind in CHOICES) != bool(row["options"]):
        place.at("options").refuse("belongs to single and multiple, which need it")
    if kind != "text" and (row["least_words"] or row["most_words"]):
        place.at("least_words").refuse("counts the words of a text only")
    if row["most_words"] and row["least_words"] > row["most_words"]:
        place.at("least_words").refuse(f"is more than most_words, {row['most_words']}")
    if row["unit"] and kind != "number":
        place.at("unit").refuse("belongs to a number only")


def _refuse_same(questions: list[Question], place: Place) -> None:
    names = [question.name for question in questions]
    for name in sorted({name for name in names if names.count(name) > 1}):
        place.refuse(f"{name!r} is asked twice")


def _check_key(folder: Path, form: Form | None, place: Place) -> bool:
    """Hold the key against the form; say whether there is one."""
    if not (folder / KEY).is_file():
        return False
    raw = read_toml(folder / KEY, place)
    asked = {question.name: question for question in form.questions} if form else {}
    for name, entry in (raw or {}).items():
        if name not in asked:
            place.at(name).refuse(f"is not asked; {suggestion(name, asked)}")
            continue
        row = read_table(entry, FORM_TABLES["answer"], place.at(name))
        try:
            _check_right(asked[name], row)
        except ValueError as error:
            place.at(name).at("right").refuse(str(error))
    return bool(raw)


def _check_right(question: Question, row: Mapping[str, Any]) -> None:
    right, kind = row["right"], question.kind
    known = [key for key, _ in question.options]
    if kind == "text":
        raise ValueError("a text is graded by people, not by a key")
    if kind == "number":
        v.number(-1e300, 1e300)(right)
    elif kind == "single":
        v.choice(known)(right)
    elif kind == "multiple":
        v.several(v.choice(known))(right)
    else:
        v.several(v.text())(right if isinstance(right, list) else [right])
    if kind != "number" and (row["tolerance"] or row["percent"]):
        raise ValueError("has a tolerance, which only a number has")


def _check_measure(
    check: Check, sections: list[str], place: Place, *, has_key: bool
) -> None:
    measure = check.measure
    name, _, section = measure.partition(".")
    allowed = [*MEASURES, *(f"{m}.{s}" for m in BY_SECTION for s in sections)]
    if measure not in allowed or (section and section not in sections):
        place.refuse(f"is {measure!r}; {suggestion(measure, allowed)}")
    elif name.endswith("right") and not has_key:
        place.refuse(f"needs {KEY}: nothing says what is right")
    elif name in SHARES and check.curve.kind in ALL_OR_NOTHING:
        place.refuse(f"is a share, for a line or bands; a gate takes 'all-{measure}'")
