"""What was handed in, as graders read it: numbered lines, cells, drawn pages.

Nothing is parsed here: a worker has done that, see services.legible.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef

from portal.lib import store
from portal.lib.listing import listed
from portal.marking.models import Legible
from portal.marking.papers import covered
from portal.marking.services.legible import ask_for, cover_of, form_of, is_readable
from portal.submissions.models import Submission, SubmissionFile

Parts = tuple[tuple[str, str], ...]  # (class, text): k keyword, s string, c comment
LINES, NOTEBOOK, PDF = "lines", "notebook", "pdf"
WAITING, LARGE, OTHER = "waiting", "large", "other"


@dataclass(frozen=True)
class Line:
    """One line, in parts that are shown alike."""

    number: int
    parts: Parts

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.parts)


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook, with the text of what it printed."""

    number: int
    is_code: bool
    lines: tuple[Line, ...]
    output: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Picture:
    """One page of a PDF as it was drawn."""

    number: int
    width: int
    height: int
    sha256: str


@dataclass(frozen=True)
class WorkFile:
    """One file; ``kind`` is lines, notebook, pdf, waiting, large or other.

    ``number`` is its place among the files of the submission, from 1: in addresses it
    goes by that, for a path may tell whose it is. ``name`` is the path as it is shown.
    """

    number: int
    path: str
    name: str
    size: int
    kind: str
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    pages: int = 0
    pictures: tuple[Picture, ...] = ()
    problem: str = ""  # why pages are not drawn: password, broken, unlocked
    more: int = 0  # lines left out

    @property
    def place_kind(self) -> str:
        """Return what a comment in it hangs on."""
        return place_kind_of(self.path)

    @property
    def key(self) -> str:
        """Return its number as forms and addresses have it."""
        return str(self.number)

    def picture(self, page: int) -> Picture | None:
        """Return a page as it was drawn, if it was."""
        return next((one for one in self.pictures if one.number == page), None)


def place_kind_of(path: str) -> str:
    """Return what a comment in a file hangs on: a page, a cell or a line."""
    return {".pdf": "page", ".ipynb": "cell"}.get(form_of(path), "line")


def work_of(
    submission: Submission, *, now: datetime, hide: Sequence[str] = ()
) -> list[WorkFile]:
    """Return every file as it can be shown; ``hide`` are names to cover.

    One query. What was never looked at is asked for, and is ``waiting`` until then.
    """
    files = list(_files(submission))
    found = [(file, _legible(file, cover_of(file.path, hide))) for file in files]
    if missing := [file for file, said in found if said is None]:
        ask_for(missing, hide, now=now)
    return [
        _file(number, file, said, hide) for number, (file, said) in enumerate(found, 1)
    ]


def _files(submission: Submission) -> Iterable[SubmissionFile]:
    known = Legible.objects.filter(source=OuterRef("artifact"))
    rows = SubmissionFile.objects.filter(submission=submission)
    return (
        rows.select_related("artifact")
        .annotate(
            legibles=listed(
                known,
                "source",
                form="form",
                cover="cover",
                state="state",
                content="content__sha256",
            )
        )
        .order_by("path")
    )


def _legible(file: SubmissionFile, cover: str) -> Mapping[str, Any] | None:
    """Return what is known of a file; None where nobody has asked yet."""
    known: Any = file
    if not is_readable(file.path, file.artifact.size):
        return {"state": "large"}
    wanted = (form_of(file.path), cover)
    rows = known.legibles or ()
    return next((one for one in rows if (one["form"], one["cover"]) == wanted), None)


def _file(
    number: int,
    file: SubmissionFile,
    known: Mapping[str, Any] | None,
    hide: Sequence[str],
) -> WorkFile:
    state = known["state"] if known else "waiting"
    plain = {"large": LARGE, "waiting": WAITING, "failed": OTHER}
    said: dict[str, Any] = {"kind": plain.get(state, OTHER)}
    if state == "ready" and known is not None:
        said = json.loads(store.read(known["content"]))
    cells = enumerate(said.get("cells", ()), 1)
    return WorkFile(
        number=number,
        path=file.path,
        name=covered(file.path, hide),
        size=file.artifact.size,
        kind=said["kind"],
        lines=_lines(said.get("lines", ()), hide),
        cells=tuple(_cell(place, cell, hide) for place, cell in cells),
        pages=said.get("pages", 0),
        pictures=tuple(Picture(**page) for page in said.get("drawn", ())),
        problem=said.get("problem", ""),
        more=said.get("more", 0),
    )


def _lines(lines: Iterable[Any], hide: Sequence[str]) -> tuple[Line, ...]:
    return tuple(
        Line(number, tuple((kind, covered(text, hide)) for kind, text in parts))
        for number, parts in enumerate(lines, 1)
    )


def _cell(number: int, said: dict[str, Any], hide: Sequence[str]) -> Cell:
    return Cell(
        number,
        said["kind"] == "code",
        _lines(said["lines"], hide),
        tuple(covered(line, hide) for line in said["output"]),
        said["more"],
    )
