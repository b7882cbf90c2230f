"""Files of plain text and JSON, size first."""

import json
from pathlib import Path
from typing import Any

from .errors import UnreadableError

TEXT_KIB = 1024
ANSWERS_KIB = 512
SAVE = "Save it as plain UTF-8 text."


def read_text(path: Path, most_kib: int = TEXT_KIB) -> str:
    """A text file, with plain line ends."""
    size = path.stat().st_size
    if size > most_kib * 1024:
        said = f"{path.name} has {size / 1024:.0f} KiB; at most {most_kib} are read."
        raise UnreadableError(said, "Leave pictures and data out.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{path.name} is not UTF-8 text.", SAVE) from error
    if "\0" in text:
        raise UnreadableError(f"{path.name} is not plain text.", SAVE)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_json(path: Path) -> Any:
    """A JSON file; NaN and the like are no JSON."""
    try:
        return json.loads(read_text(path, ANSWERS_KIB), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(
            f"{path.name} is no JSON.", 'It looks like {"answers": {"name": "text"}}.'
        ) from error


def _refuse(constant: str) -> None:
    raise ValueError(constant)
