"""A form that students fill in instead of writing a file, as frozen values."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

ANSWERS = "answers.json"  # what a filled-in form becomes: the file that is handed in
KINDS = ("text", "short", "single", "multiple", "number")
CHOICES = ("single", "multiple")


@dataclass(frozen=True)
class Section:
    """A heading of the form: a paper to read, a topic."""

    name: str
    title: str
    text: str = ""  # Markdown


@dataclass(frozen=True)
class Question:
    """One thing that is asked; ``text`` is read by people, the others may have a key.

    One that is asked in each section is there once for each, as ``section.name``.
    """

    name: str
    kind: str
    ask: str
    help: str = ""
    section: str = ""
    options: tuple[tuple[str, str], ...] = ()
    least_words: int = 0
    most_words: int = 0  # 0: as many as one likes
    unit: str = ""
    points: float = 1.0
    is_optional: bool = False


@dataclass(frozen=True)
class Form:
    """Sections and questions in the author's order."""

    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    is_shuffled: bool = False

    def of_section(self, name: str) -> tuple[Question, ...]:
        """Return the questions of one section; of "" those of none."""
        return tuple(one for one in self.questions if one.section == name)


def arranged(form: Form, seed: str) -> Form:
    """Return the form in the order that ``seed`` gives, where it is shuffled.

    Sections stay where they are; questions change places inside theirs, and so do
    the options of a choice. The same seed gives the same order.
    """
    if not form.is_shuffled:
        return form
    draw = random.Random(seed)  # noqa: S311 - an order, no secret
    questions = [
        replace(one, options=_shuffled(one.options, draw)) for one in form.questions
    ]
    mixed = list(_shuffled(tuple(questions), draw))
    order = {"": -1, **{s.name: n for n, s in enumerate(form.sections)}}
    mixed.sort(key=lambda one: order[one.section])
    return replace(form, questions=tuple(mixed))


def form_to_json(form: Form) -> dict[str, Any]:
    """Return ``form`` as plain JSON values."""
    questions = [
        {**asdict(one), "options": [list(pair) for pair in one.options]}
        for one in form.questions
    ]
    return {**asdict(form), "questions": questions}


def form_from_json(data: Mapping[str, Any] | None) -> Form | None:
    """Return the form that ``form_to_json`` made ``data`` of."""
    if data is None:
        return None
    return Form(
        sections=tuple(Section(**one) for one in data["sections"]),
        questions=tuple(_question(one) for one in data["questions"]),
        is_shuffled=data["is_shuffled"],
    )


def _question(data: Mapping[str, Any]) -> Question:
    options = tuple((key, text) for key, text in data["options"])
    return Question(**{**data, "options": options})


def _shuffled(items: tuple[Any, ...], draw: random.Random) -> tuple[Any, ...]:
    return tuple(draw.sample(items, len(items)))
