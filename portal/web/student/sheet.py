"""A form as its page shows it: questions in this student's order, filled in so far."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from graders.spec.forms import ANSWERS, Form, Question, Section, arranged
from portal.lib import store
from portal.submissions.intake import Upload
from portal.submissions.models import Submission
from portal.web.markdown import render, render_line

PREFIX = "answer."  # of the fields' names: no question can be called like another field
LARGEST_BYTES = 512 * 1024
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """One choice of a question."""

    key: str
    text: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """A question and what is in it; ``id`` may stand in a page."""

    question: Question
    id: str
    name: str
    ask: SafeString
    help: SafeString
    options: tuple[Option, ...]
    text: str

    @property
    def is_choice(self) -> bool:
        return bool(self.options)

    @property
    def chosen(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.is_chosen)

    @property
    def length(self) -> str:
        """How long the text is to be, in words."""
        least, most = self.question.least_words, self.question.most_words
        if least and most:
            return f"{least} to {most} words"
        if least or most:
            return f"at least {least} words" if least else f"at most {most} words"
        return ""


@dataclass(frozen=True)
class Part:
    """A section with its questions; the first may have no heading."""

    title: str
    text: SafeString
    fields: tuple[Field, ...]


def parts_of(
    form: Form, answers: Answers, *, digest: str, seed: str = ""
) -> tuple[Part, ...]:
    """Return the form's parts, in the order of ``seed`` where it is shuffled."""
    whole = arranged(form, seed) if seed else form
    parts = [_part(whole, section, answers, digest) for section in _sections(whole)]
    return tuple(part for part in parts if part.fields)


def handed_in(submission: Submission | None) -> dict[str, Any]:
    """Return the answers of a submission; nothing where there are none to read."""
    if submission is None:
        return {}
    files = submission.files.select_related("artifact").filter(path=ANSWERS)
    file = files.first()
    if file is None or file.artifact.size > LARGEST_BYTES:
        return {}
    try:
        answers = json.loads(store.read(file.artifact.sha256))["answers"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return answers if isinstance(answers, dict) else {}


def answers_in(form: Form, posted: Any) -> dict[str, Any]:
    """Return what a posted form says, by question; what is empty is left out."""
    found = {question.name: _posted(question, posted) for question in form.questions}
    return {name: answer for name, answer in found.items() if answer}


def as_file(answers: Answers) -> Upload:
    """Return the file that a filled-in form is handed in as."""
    text = json.dumps({"answers": dict(answers)}, ensure_ascii=False, indent=1)
    return Upload(ANSWERS, [text.encode("utf-8", "replace")])


def _posted(question: Question, posted: Any) -> Any:
    name = f"{PREFIX}{question.name}"
    if question.kind == "multiple":
        return sorted(set(posted.getlist(name)))
    return str(posted.get(name, "")).replace("\r\n", "\n").strip()


def _sections(form: Form) -> Iterable[Section]:
    return (Section("", ""), *form.sections)


def _part(form: Form, section: Section, answers: Answers, digest: str) -> Part:
    questions = form.of_section(section.name)
    return Part(
        title=section.title,
        text=render(section.text, digest=digest),
        fields=tuple(_field(one, answers.get(one.name), digest) for one in questions),
    )


def _field(question: Question, answer: Any, digest: str) -> Field:
    chosen = answer if isinstance(answer, list) else [answer]
    return Field(
        question=question,
        id="q-" + question.name.replace(".", "-").replace("_", "-"),
        name=f"{PREFIX}{question.name}",
        ask=render_line(question.ask, digest=digest),
        help=render_line(question.help, digest=digest),
        options=tuple(
            Option(key, render_line(text, digest=digest), key in chosen)
            for key, text in question.options
        ),
        text=_plain(answer),
    )


def _plain(answer: Any) -> str:
    if answer is None or isinstance(answer, (list, dict)):
        return ""
    return str(answer)
