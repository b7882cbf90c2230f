"""What was handed in, as graders read it: numbered lines, cells, pages."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.cache import cache

from portal.lib import store
from portal.marking.papers import covered
from portal.submissions import limited
from portal.submissions.models import Submission, SubmissionFile
from portal.submissions.selectors import files_of

SCRIPT = str(Path(__file__).with_name("read_work.py"))
LARGEST = 2 * 2**20
FORMAT = 1  # of what is kept; another one is read anew
KEPT_S = 24 * 3600

Parts = tuple[tuple[str, str], ...]  # (class, text): k keyword, s string, c comment


@dataclass(frozen=True)
class Line:
    """One line, in parts that are shown alike."""

    number: int
    parts: Parts


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook, with the text of what it printed."""

    number: int
    is_code: bool
    lines: tuple[Line, ...]
    output: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class WorkFile:
    """One file; ``kind`` is lines, notebook, pdf, large or other."""

    path: str
    size: int
    kind: str
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    pages: int = 0
    more: int = 0  # lines left out

    @property
    def place_kind(self) -> str:
        """Return what a comment in it hangs on."""
        return {"notebook": "cell", "pdf": "page"}.get(self.kind, "line")


def work_of(submission: Submission, *, hide: Sequence[str] = ()) -> list[WorkFile]:
    """Return every file as it can be shown; ``hide`` are names to cover.

    One query. What was read once is kept by content, so that the next look is fast.
    """
    files = list(files_of(submission))
    small = [file for file in files if file.artifact.size <= LARGEST]
    keys = {file.path: _key(file) for file in small}
    known = cache.get_many(set(keys.values()))
    found = {path: json.loads(known[key]) for path, key in keys.items() if key in known}
    missing = [file for file in small if file.path not in found]
    if missing:
        read = _read(missing)
        kept = {keys[path]: json.dumps(said) for path, said in read.items()}
        cache.set_many(kept, KEPT_S)
        found |= read
    return [_file(file, found.get(file.path), hide) for file in files]


def _key(file: SubmissionFile) -> str:
    name = sha256(Path(file.path).name.encode()).hexdigest()[:8]  # decides the kind
    return f"work-{FORMAT}-{file.artifact.sha256}-{name}"


def _read(files: Iterable[SubmissionFile]) -> dict[str, Any]:
    paths = {file.path: str(store.path_of(file.artifact.sha256)) for file in files}
    with tempfile.TemporaryDirectory(prefix="assay-look-") as folder:
        try:
            found = limited.run(SCRIPT, {"files": paths}, folder=Path(folder))
        except limited.LimitHitError:
            found = {}
    return {path: said for path, said in dict(found).items() if path in paths}


def _file(
    file: SubmissionFile, said: dict[str, Any] | None, hide: Sequence[str]
) -> WorkFile:
    size = file.artifact.size
    if said is None:
        return WorkFile(file.path, size, "large" if size > LARGEST else "other")
    cells = enumerate(said.get("cells", ()), 1)
    return WorkFile(
        path=file.path,
        size=size,
        kind=said["kind"],
        lines=_lines(said.get("lines", ()), hide),
        cells=tuple(_cell(number, cell, hide) for number, cell in cells),
        pages=said.get("pages", 0),
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
