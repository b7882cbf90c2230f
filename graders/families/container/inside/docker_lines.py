"""From a Dockerfile's text to its instructions, by the rules of Docker's reference."""

import re
from dataclasses import dataclass, field
from typing import List, Tuple

from .findings import UnreadableError, shown
from .marked import Place

KNOWN = tuple(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD "
    "RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split()
)
MOST_INSTRUCTIONS = 500
DIRECTIVE = re.compile(r"#\s*([a-zA-Z][\w-]*)\s*=\s*(\S+)\s*")
HEREDOC = re.compile(r"<<-?\s*(['\"]?)([A-Za-z_]\w*)\1")
FIRST_WORD = re.compile(r"\s*(\S+)\s*(.*)", re.S)


@dataclass(frozen=True)
class Line:
    """One instruction as written: continued lines joined, here-documents apart."""

    name: str
    value: str
    place: Place
    documents: Tuple[str, ...] = field(default=())


def read_lines(text: str, file: str) -> Tuple[List[Line], str]:
    """The instructions and the escape character; raise UnreadableError."""
    rows = text.split("\n")
    escape = _escape(rows)
    found: List[Line] = []
    index = 0
    while index < len(rows):
        if not rows[index].strip() or rows[index].lstrip().startswith("#"):
            index += 1
            continue
        place = Place(file, index + 1)
        joined, index = _joined(rows, index, escape)
        name, value = _split(joined, place)
        documents, index = _documents(rows, index, name, value, place)
        found.append(Line(name, value, place, documents))
        if len(found) > MOST_INSTRUCTIONS:
            said = f"{place}: more than {MOST_INSTRUCTIONS} instructions."
            raise UnreadableError(said, "Put commands together with &&.")
    return found, escape


def _escape(rows: List[str]) -> str:
    """The parser directive at the top, if there is one."""
    for row in rows:
        match = DIRECTIVE.fullmatch(row.strip())
        if not match:
            break
        if match.group(1).lower() == "escape" and match.group(2) in ("\\", "`"):
            return match.group(2)
    return "\\"


def _joined(rows: List[str], index: int, escape: str) -> Tuple[str, int]:
    """An instruction over all of its lines; comments in between are left out."""
    parts: List[str] = []
    while index < len(rows):
        row = rows[index]
        index += 1
        if parts and (not row.strip() or row.lstrip().startswith("#")):
            continue
        stripped = row.rstrip()
        if not stripped.endswith(escape):
            parts.append(stripped)
            break
        parts.append(stripped[: -len(escape)])
    return " ".join(part.strip() for part in parts).strip(), index


def _split(joined: str, place: Place) -> Tuple[str, str]:
    match = FIRST_WORD.fullmatch(joined)
    name = match.group(1).upper() if match else ""
    if match is None or name not in KNOWN:
        raise UnreadableError(
            f"{place}: {shown(name, 40) or 'nothing'} is no Dockerfile instruction.",
            "A command that goes on in the next line ends with a backslash.",
        )
    if not match.group(2):
        said = f"{place}: {name} says nothing."
        raise UnreadableError(said, "Say what it is to do, or take the line out.")
    return name, match.group(2)


def _documents(
    rows: List[str], index: int, name: str, value: str, place: Place
) -> Tuple[Tuple[str, ...], int]:
    """The here-documents that follow a RUN, COPY or ADD."""
    if name not in ("RUN", "COPY", "ADD"):
        return (), index
    found = []
    for match in HEREDOC.finditer(value):
        word, body = match.group(2), []
        while index < len(rows) and rows[index].strip("\t ") != word:
            body.append(rows[index])
            index += 1
        if index == len(rows):
            said = f"{place}: the here-document {word} never ends."
            raise UnreadableError(said, f"End it with a line that is only {word}.")
        index += 1
        found.append("\n".join(body))
    return tuple(found), index
