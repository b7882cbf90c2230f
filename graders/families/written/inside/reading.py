"""python -m written reading ORDERS FILES OUT: opens everything, holds no secret."""

import json
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional

from graders.protocol.orders import read_orders

from .answers import checked
from .errors import UnreadableError
from .pdf import read_pdf
from .texts import read_json, read_text
from .words import words_of

READ = "read.json"
ANSWERS = "answers.json"
TEXT_CHARS = 600_000
PAGE_WORDS = 450  # of Markdown


def read(files: Path, options: Mapping[str, Any]) -> Dict[str, Any]:
    """Answers and document, as plain values; raise UnreadableError."""
    form = options.get("form")
    answers = checked(read_json(files / ANSWERS), form) if form else {}
    document = _document(files, list(options.get("documents", ())))
    if form:
        print(f"{ANSWERS}: {len(answers)} of {len(form['questions'])} answered")  # noqa: T201
    if document:
        count = len(words_of(document["text"]))
        print(f"{document['name']}: {document['pages']} pages, {count} words")  # noqa: T201
    return {"answers": answers, "document": document}


def _document(files: Path, names: List[str]) -> Optional[Dict[str, Any]]:
    there = [name for name in names if (files / name).is_file()]
    if not names:
        return None
    if len(there) != 1:
        what = " or ".join(names)
        said = f"Hand in {what}; {'nothing' if not there else 'both'} came."
        raise UnreadableError(said, "One document, under one of these names.")
    path = files / there[0]
    if path.suffix.lower() == ".pdf":
        found = read_pdf(path)
    else:
        text = read_text(path)
        pages = -(-len(words_of(text)) // PAGE_WORDS)
        found = {"pages": max(1, pages), "text": text, "notes": []}
    return {**found, "name": there[0], "text": found["text"][:TEXT_CHARS]}


def main(orders: str, files: str, out: str) -> None:
    """Say what was read, or why nothing could be."""
    options = read_orders(Path(orders)).options
    refused = None
    found: Dict[str, Any] = {}
    try:
        found = read(Path(files), options)
    except UnreadableError as error:
        print(error.sentence, error.hint)  # noqa: T201 - the stage's public log
        refused = {"sentence": error.sentence, "hint": error.hint}
    text = json.dumps({"refused": refused, **found}, allow_nan=False)
    (Path(out) / READ).write_text(text, encoding="utf-8")
