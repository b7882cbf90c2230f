"""What only a judge may see, in forms that can be looked for elsewhere."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.protocol import Role
from graders.spec import AssignmentSpec

PIECE_BYTES = 48
FEWEST_KINDS = 12  # of bytes in a piece that says something
LEAST_BYTES = 32  # of a file that is worth looking for
PLACES = (0.1, 0.25, 0.5, 0.75, 0.9)  # where in a file pieces are cut
SEED_DIGITS = 6  # a shorter number is found by accident
MEMBER_BYTES = 64 * 2**20

Contents = dict[str, bytes]


@dataclass(frozen=True)
class Needles:
    """Digests with sizes, pieces of content, names, and words; each to its file."""

    digests: dict[str, tuple[int, str]] = field(default_factory=dict)
    pieces: dict[bytes, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """What the searching program reads."""
        return {
            "digests": [[d, size, name] for d, (size, name) in self.digests.items()],
            "pieces": [[piece.hex(), name] for piece, name in self.pieces.items()],
            "names": list(self.names),
            "words": [[word, name] for word, name in self.words.items()],
        }


def needles_of(
    spec: AssignmentSpec, *, handed_in: Path, hidden_seed: int, given: Iterable[str]
) -> Needles:
    """Everything of the judge's that is neither public, handed in nor ``given``.

    ``given`` names files, or members of archives as ``hidden/a.npz:x.npy``, that
    students see by design.
    """
    secret = _contents(spec.folder, _paths(spec, {Role.JUDGE.value}), set(given))
    others = _paths(spec, {f.role for f in spec.files} - {Role.JUDGE.value})
    public = _contents(spec.folder, others)
    own = [p.relative_to(handed_in).as_posix() for p in _files(handed_in)]
    known = list({**public, **_contents(handed_in, own)}.values())
    secret = {n: c for n, c in secret.items() if c not in known}
    seen_names = {name.removeprefix("starter/data/") for name in public} | set(own)
    seed = str(hidden_seed)
    return Needles(
        digests={_digest(c): (len(c), n) for n, c in secret.items()},
        pieces=_pieces(secret, known),
        names=tuple(n for n in secret if ":" not in n and n not in seen_names),
        words={seed: "the hidden seed"} if len(seed) >= SEED_DIGITS else {},
    )


def _paths(spec: AssignmentSpec, roles: set[str]) -> list[str]:
    return [file.path for file in spec.files if file.role in roles]


def _contents(
    folder: Path, paths: Iterable[str], given: frozenset[str] | set[str] = frozenset()
) -> Contents:
    """The bytes of files and of the members of those that are zip archives."""
    found: Contents = {}
    for path in paths:
        if path in given:
            continue
        content = (folder / path).read_bytes()
        found[path] = content
        for name, inner in _members(content):
            found[f"{path}:{name}"] = inner
    return {
        name: content
        for name, content in found.items()
        if len(content) >= LEAST_BYTES and name not in given
    }


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            if info.file_size <= MEMBER_BYTES:
                yield info.filename, archive.read(info)


def _pieces(secret: Contents, known: list[bytes]) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for name, content in secret.items():
        for place in PLACES:
            begin = max(0, min(int(len(content) * place), len(content) - PIECE_BYTES))
            piece = content[begin : begin + PIECE_BYTES]
            if len(set(piece)) < FEWEST_KINDS or any(piece in seen for seen in known):
                continue
            found.setdefault(piece, name)
    return found


def _files(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.is_symlink()]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
