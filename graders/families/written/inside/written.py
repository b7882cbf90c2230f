"""What was handed in, as the judge has it: checked anew, for its reader met it."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Tuple

from .answers import Answer, checked
from .errors import UnreadableError
from .words import seen, words_of

READ = "read.json"
READ_BYTES = 4 * 2**20
TEXT_CHARS = 600_000
UNREAD = "Your text could not be read."


@dataclass(frozen=True)
class Document:
    """A report: its text and pages, and what staff should know before opening it."""

    name: str
    pages: int
    text: str
    notes: Tuple[str, ...] = ()

    @property
    def lines(self) -> List[str]:
        return [line.strip() for line in seen(self.text).split("\n")]


@dataclass(frozen=True)
class Written:
    """Answers by question, a document, or both."""

    form: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    document: Optional[Document] = None

    @property
    def questions(self) -> List[Mapping[str, Any]]:
        return list(self.form.get("questions", ()))

    def texts(self) -> Dict[str, List[str]]:
        """The words of every free text, by question; and of the document."""
        found = {
            question["name"]: words_of(str(self.answers[question["name"]]))
            for question in self.questions
            if question["kind"] == "text" and question["name"] in self.answers
        }
        if self.document is not None:
            found[self.document.name] = words_of(self.document.text)
        return found


def take(folder: Path, options: Mapping[str, Any]) -> Written:
    """Read what the reading stage wrote, believing nothing; raise UnreadableError."""
    path = folder / READ
    if path.stat().st_size > READ_BYTES:
        raise UnreadableError(UNREAD, "Hand in less text.")
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        refused = raw["refused"]
        if refused is None:
            return _written(raw, options)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError(UNREAD) from error
    said = refused if isinstance(refused, dict) else {}
    sentence, hint = (str(said.get(key, ""))[:1000] for key in ("sentence", "hint"))
    raise UnreadableError(sentence or UNREAD, hint)


def _written(raw: Mapping[str, Any], options: Mapping[str, Any]) -> Written:
    form = options.get("form") or {}
    answers = checked({"answers": raw["answers"]}, form) if form else {}
    return Written(form, answers, _document(raw["document"], options))


def _document(raw: Any, options: Mapping[str, Any]) -> Optional[Document]:
    if raw is None:
        return None
    name, pages, text = raw["name"], raw["pages"], raw["text"]
    if name not in options["documents"] or type(pages) is not int or pages < 1:
        raise ValueError("a document that was not asked for")
    if type(text) is not str or len(text) > TEXT_CHARS:
        raise ValueError("no text")
    notes = tuple(str(note)[:200] for note in raw["notes"][:10])
    return Document(name, pages, text, notes)
