"""The text of a PDF, in a container that holds nothing worth stealing."""

import logging
from pathlib import Path
from typing import Any, Dict, List

from .errors import UnreadableError

MOST_PAGES = 400
PAGE_CHARS = 40_000
ACTIVE = ("/OpenAction", "/AA", "/JavaScript", "/EmbeddedFiles", "/XFA")
EXPORT = "Export it as PDF again from what you wrote it with, without a password."
NO_TEXT = "Export it from your editor; a picture or scan of a page has no text."


def read_pdf(path: Path) -> Dict[str, Any]:
    """Pages and text; raise UnreadableError with what to do instead."""
    name = path.name
    if not path.read_bytes()[:1024].lstrip().startswith(b"%PDF-"):
        raise UnreadableError(f"{name} is no PDF, whatever its name says.", EXPORT)
    try:
        return _read(path)
    except UnreadableError:
        raise
    except Exception as error:
        print(f"{name}: {type(error).__name__}")  # noqa: T201 - the public log
        raise UnreadableError(f"{name} is a broken PDF.", EXPORT) from error


def _read(path: Path) -> Dict[str, Any]:
    from pypdf import PdfReader  # only here: quizzes need no parser

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(str(path))
    if reader.is_encrypted:
        raise UnreadableError(f"{path.name} is protected by a password.", EXPORT)
    count = len(reader.pages)
    if not 1 <= count <= MOST_PAGES:
        said = f"{path.name} has {count} pages; at most {MOST_PAGES} are read."
        raise UnreadableError(said, "Hand in the text alone.")
    pages = [page.extract_text()[:PAGE_CHARS] for page in reader.pages]
    text = "\n".join(pages)
    if not text.strip():
        raise UnreadableError(f"There is no text in {path.name}.", NO_TEXT)
    return {"pages": count, "text": text, "notes": _notes(reader)}


def _notes(reader: Any) -> List[str]:
    """What a report has no need of, and whoever opens it should know."""
    root = reader.trailer["/Root"]
    names = root.get("/Names")
    kept = {str(key) for key in root}
    kept |= {str(key) for key in names.get_object()} if names is not None else set()
    form = root.get("/AcroForm")
    kept |= {str(key) for key in form.get_object()} if form is not None else set()
    return [f"The PDF has {key[1:]}." for key in ACTIVE if key in kept]
