"""Questions of a form and their sections: from rows to form.toml, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tomli_w

from portal.lib.errors import InvalidError
from portal.setup.handmade import options
from portal.setup.handmade.fields import EACH
from portal.setup.handmade.said import Table, free_name, slug_of

Rows = Sequence[Table]
FORM, KEY = "form.toml", "hidden/answers.toml"
ASKED = ("help", "least_words", "most_words", "unit", "points", "optional")
ROOM = ("tolerance", "percent")


def form_of(rows: Rows, sections: Rows, *, is_shuffled: bool) -> dict[str, str]:
    """Return form.toml, and hidden/answers.toml where something is right."""
    headings = list(_sections(sections))
    names = {one["name"] for one in headings}
    questions: list[Table] = []
    key: Table = {}
    taken = {row["name"] for row in rows if row.get("name")}
    for number, row in enumerate(rows, start=1):
        name = row.get("name") or _free(number, taken)
        where = f"Question {number}"
        offered, right = options.read(row, where)
        asked = {"name": name, **_asked(row), **_place(row, names, where), **offered}
        questions.append(asked)
        answer = right if right is not None else _answer(row, where)
        if answer is not None:
            key[name] = {"right": answer, **_room(row)}
    form: Table = {"form": {"shuffle": True}} if is_shuffled else {}
    form |= {"sections": headings} if headings else {}
    files = {FORM: tomli_w.dumps({**form, "questions": questions})}
    if key:
        files[KEY] = tomli_w.dumps(key)
    return files


def rows_of(form: Table, key: Mapping[str, Table]) -> Iterator[Table]:
    """Yield the rows that ``form_of`` makes these files of."""
    for question in form.get("questions", ()):
        answer = key.get(question["name"], {})
        row = {k: v for k, v in question.items() if k != "options"}
        if row.pop("each_section", False):
            row["section"] = EACH
        row |= {name: answer[name] for name in ROOM if name in answer}
        if answer.get("partial") == "each":
            row["partial"] = True
        right = answer.get("right")
        if "options" in question:
            row["options"] = options.shown(question["options"], right)
        elif isinstance(right, list):
            row["answer"] = " | ".join(str(one) for one in right)
        elif right is not None:
            row["answer"] = str(right)
        yield row


def _sections(rows: Rows) -> Iterator[Table]:
    taken = {EACH}
    for number, row in enumerate(rows, start=1):
        wanted = row.get("name") or slug_of(row["title"])[:32] or f"section-{number}"
        name = free_name(wanted.strip("-"), taken)
        text = {"text": row["text"]} if row.get("text") else {}
        yield {"name": name, "title": row["title"], **text}


def _free(number: int, taken: set[str]) -> str:
    """Return a name that no question has; answers are kept under it."""
    name = f"q{number}"
    while name in taken:
        number += 1
        name = f"q{number}"
    taken.add(name)
    return name


def _asked(row: Table) -> Table:
    said: Table = {"kind": row.get("kind") or "text", "ask": row["ask"]}
    return said | {name: row[name] for name in ASKED if name in row}


def _place(row: Table, names: set[str], where: str) -> Table:
    section = row.get("section")
    if not section:
        return {}
    if section == EACH:
        return {"each_section": True}
    if section not in names:
        known = ", ".join(sorted(names)) or "none"
        raise InvalidError(
            f"{where}: there is no section {section[:40]!r}; say {EACH}, or one of "
            f"them: {known}."
        )
    return {"section": section}


def _answer(row: Table, where: str) -> Any:
    text = str(row.get("answer") or "").strip()
    if not text:
        return None
    if row.get("kind") == "number":
        try:
            return float(text.replace(",", "."))
        except ValueError:
            raise InvalidError(f"{where}: {text!r} is not a number.") from None
    if row.get("kind") != "short":
        raise InvalidError(f"{where}: people read a text; it has no right answer.")
    return [one.strip() for one in text.split("|") if one.strip()]


def _room(row: Table) -> Table:
    """Return how far an answer may be off, or how parts of it count."""
    if row.get("kind") == "multiple" and row.get("partial"):
        return {"partial": "each"}
    if row.get("kind") != "number":
        return {}
    return {name: row[name] for name in ROOM if name in row}
