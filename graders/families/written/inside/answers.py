"""Answers to a form: of the right kind for each question, whatever they say."""

import math
from typing import Any, Dict, List, Mapping, Optional, Union

from .errors import UnreadableError

LONGEST = 20_000
Answer = Union[str, float, List[str]]
WHERE = (
    "Fill in the form on the assignment's page, or write the file after its example."
)
HOW = "Write it as 1234.5 or 1.2e3: a point before decimals, and no unit behind it."


def checked(raw: Any, form: Mapping[str, Any]) -> Dict[str, Answer]:
    """The answers by question; empty ones are left out. Raise UnreadableError."""
    answers = raw.get("answers") if isinstance(raw, dict) else None
    if not isinstance(answers, dict):
        raise UnreadableError("answers.json has no table of answers.", WHERE)
    asked = {question["name"]: question for question in form["questions"]}
    strangers = sorted(str(name)[:60] for name in set(answers) - set(asked))
    if strangers:
        said = f"answers.json answers what is not asked: {', '.join(strangers[:5])}."
        raise UnreadableError(said, WHERE)
    found = {
        name: _answer(asked[name], answers[name], _called(asked[name], form))
        for name in answers
    }
    return {
        name: answer
        for name, answer in found.items()
        if answer not in ("", []) and answer is not None
    }


def label(question: Mapping[str, Any], form: Mapping[str, Any]) -> str:
    """A question as people know it: its section's title and its first line."""
    first = question["ask"].split("\n")[0]
    titles = {one["name"]: one["title"] for one in form.get("sections", ())}
    where = titles.get(question["section"], "")
    return f"{where}: {first}"[:160] if where else first[:160]


def _called(question: Mapping[str, Any], form: Mapping[str, Any]) -> str:
    """A question for those who filled a form in, and for those who wrote the file."""
    return f"“{label(question, form)}” ({question['name']})"


def _answer(question: Mapping[str, Any], raw: Any, called: str) -> Optional[Answer]:
    kind = question["kind"]
    if raw is None or raw == "":
        return None
    if kind == "multiple":
        return _several(question, raw, called)
    if kind == "number":
        return _number(called, raw)
    if not isinstance(raw, str):
        raise UnreadableError(f"The answer to {called} must be text.", WHERE)
    if len(raw) > LONGEST:
        said = f"The answer to {called} has more than {LONGEST:,} characters."
        raise UnreadableError(said, "Shorten it.")
    if kind == "single" and raw not in _keys(question):
        raise UnreadableError(f"{called} has no option {raw[:40]!r}.", WHERE)
    return raw.strip()


def _several(question: Mapping[str, Any], raw: Any, called: str) -> List[str]:
    keys = _keys(question)
    is_list = isinstance(raw, list) and all(isinstance(one, str) for one in raw)
    if not is_list or not set(raw) <= set(keys):
        said = f"The answer to {called} must be a list of its options."
        raise UnreadableError(said, WHERE)
    return sorted(set(raw))


def _number(called: str, raw: Any) -> float:
    """A number as JSON has it, or as people type it: 1234.5, 1.2e3."""
    try:
        if type(raw) not in (int, float, str) or len(str(raw)) > 60:
            raise ValueError(raw)
        value = float(raw)
        if not math.isfinite(value):
            raise ValueError(raw)
    except (ValueError, OverflowError) as error:
        said = f"The answer to {called} is not a number."
        raise UnreadableError(said, HOW) from error
    return value


def _keys(question: Mapping[str, Any]) -> List[str]:
    return [key for key, _ in question["options"]]
