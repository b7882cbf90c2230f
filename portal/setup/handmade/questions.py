"""Questions of a form and their key: from rows to files, and back."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import Any

import tomli_w

from portal.lib.errors import InvalidError

Table = dict[str, Any]
CHOICES = ("single", "multiple")
MARK = "*"


def form_of(rows: Sequence[Table], *, is_shuffled: bool) -> dict[str, str]:
    """Return form.toml, and hidden/answers.toml where something is right."""
    questions: list[Table] = []
    key: Table = {}
    taken = {row["name"] for row in rows if row.get("name")}
    for number, row in enumerate(rows, start=1):
        name = row.get("name") or _free(number, taken)
        where = f"Question {number}"
        options, right = _options(row, where)
        questions.append({"name": name, **_asked(row), **options})
        answer = right if right is not None else _answer(row, where)
        if answer is not None:
            key[name] = {"right": answer, **_room(row)}
    head = {"form": {"shuffle": True}} if is_shuffled else {}
    files = {"form.toml": tomli_w.dumps({**head, "questions": questions})}
    if key:
        files["hidden/answers.toml"] = tomli_w.dumps(key)
    return files


def rows_of(form: Table, key: Mapping[str, Table]) -> Iterator[Table]:
    """Yield the rows that ``form_of`` makes these files of."""
    for question in form.get("questions", ()):
        answer = key.get(question["name"], {})
        row = {k: v for k, v in question.items() if k != "options"}
        row["percent"] = answer.get("percent")
        right = answer.get("right")
        if "options" in question:
            row["options"] = _lines(question["options"], right)
        elif isinstance(right, list):
            row["answer"] = " | ".join(str(one) for one in right)
        elif right is not None:
            row["answer"] = f"{right:g}" if isinstance(right, float) else str(right)
        yield row


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
    for name in ("least_words", "points"):
        if row.get(name):
            said[name] = row[name]
    return said


def _options(row: Table, where: str) -> tuple[Table, Any]:
    """Return the options, and the keys of those that are right, if some are."""
    if row.get("kind") not in CHOICES:
        return {}, None
    lines = [one.strip() for one in row.get("options", "").split("\n") if one.strip()]
    if not 2 <= len(lines) <= 26:
        raise InvalidError(f"{where}: give 2 to 26 options, one a line.")
    named = dict(zip(ascii_lowercase, lines, strict=False))
    right = [name for name, line in named.items() if line.startswith(MARK)]
    options = {name: line.removeprefix(MARK).strip() for name, line in named.items()}
    if row["kind"] == "single" and len(right) > 1:
        raise InvalidError(f"{where}: one option is right, not {len(right)}.")
    answer: Any = right[0] if row["kind"] == "single" and right else right or None
    return {"options": options}, answer


def _lines(options: Mapping[str, str], right: Any) -> str:
    keys = right if isinstance(right, list) else [right]
    return "\n".join(
        f"{f'{MARK} ' if name in keys else ''}{text}" for name, text in options.items()
    )


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
    percent = row.get("percent")
    return {"percent": percent} if percent and row.get("kind") == "number" else {}
