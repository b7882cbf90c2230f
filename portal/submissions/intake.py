"""Takes what was sent in, file by file, or refuses it with a verdict on each."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from portal.lib import store
from portal.submissions import archives, limited, names
from portal.submissions.rules import (
    MAX_FILES,
    FileVerdict,
    Rules,
    Verdict,
    archive_kind,
    judge_paths,
    judge_size,
    refusal,
    refuse_bad,
    too_large,
)
from portal.submissions.unpack import is_junk

CHUNK = 64 * 1024
READ = (".py", ".ipynb")  # looked into as text, away from here


@dataclass(frozen=True)
class Upload:
    """One file as it comes: a relative path and its bytes, not yet read."""

    path: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class ReceivedFile:
    """One file that is in the store now."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Received:
    """What was kept, what was left out, and what its author should know."""

    files: tuple[ReceivedFile, ...]
    dropped: tuple[str, ...] = ()
    warnings: tuple[FileVerdict, ...] = ()

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def digest(self) -> str:
        """Return the SHA-256 over the sorted (path, size, sha256) lines."""
        return digest_of(self.files)


@dataclass(frozen=True)
class Waiting:
    """One file in a temporary folder, not yet judged."""

    path: str
    file: Path
    size: int


def digest_of(files: Iterable[ReceivedFile]) -> str:
    """Return a submission's digest; the order the files came in changes nothing."""
    lines = sorted((file.path, file.size, file.sha256) for file in files)
    text = "".join(f"{path}\t{size}\t{sha256}\n" for path, size, sha256 in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def receive(uploads: Sequence[Upload], rules: Rules) -> Received:
    """Store what was sent and fsync it; one archive alone is unpacked.

    Raise InvalidError with a sentence and a verdict on each file. Limits hold while
    bytes come, names are judged before any is read, and nothing refused is stored.
    """
    if not uploads:
        raise refusal(f"No file came. {rules.sentence()}", [], code="no_files")
    uploads = [replace(upload, path=names.plain(upload.path)) for upload in uploads]
    kind = archive_kind(uploads[0].path, rules) if len(uploads) == 1 else ""
    with tempfile.TemporaryDirectory(prefix="assay-intake-") as name:
        folder = Path(name)
        if kind:
            waiting, dropped = _from_archive(uploads[0], kind, rules, folder)
        else:
            waiting, dropped = _as_sent(uploads, rules, folder)
        verdicts = _judge_content(waiting, folder)
        left_out = [FileVerdict(p, Verdict.DROPPED) for p in dropped]
        refuse_bad([*verdicts, *left_out], rules)
        files = tuple(_keep(file) for file in sorted(waiting, key=lambda w: w.path))
    warnings = tuple(v for v in verdicts if v.verdict == Verdict.WARNING)
    return Received(files, tuple(dropped), warnings)


def _as_sent(
    uploads: Sequence[Upload], rules: Rules, folder: Path
) -> tuple[list[Waiting], list[str]]:
    dropped = [names.printable(u.path) for u in uploads if is_junk(u.path)]
    uploads = [upload for upload in uploads if not is_junk(upload.path)]
    _judge_names([upload.path for upload in uploads], rules)
    waiting, left = [], rules.max_bytes
    for number, upload in enumerate(uploads):
        file = folder / str(number)
        size = _spool(upload, file, left, rules)
        left -= size
        waiting.append(Waiting(upload.path, file, size))
    return waiting, dropped


def _from_archive(
    upload: Upload, kind: str, rules: Rules, folder: Path
) -> tuple[list[Waiting], list[str]]:
    archive = folder / "archive"
    _spool(upload, archive, rules.max_bytes, rules)
    name = names.printable(upload.path)
    unpacked = archives.unpack(archive, name, kind=kind, rules=rules)
    paths = [names.plain(member.path) for member in unpacked.members]
    # Names that can't be are refused before a folder is taken off them.
    _refuse_impossible(paths, rules)
    cut = _wrapper(paths, rules)
    paths = [path[len(cut) :] for path in paths]
    _judge_names(paths, rules)
    waiting = [
        Waiting(path, folder / member.file, member.size)
        for path, member in zip(paths, unpacked.members, strict=True)
    ]
    return waiting, [names.printable(path) for path in unpacked.dropped]


def _wrapper(paths: list[str], rules: Rules) -> str:
    """Return the wrapping folders to take off, unless the assignment asks for them."""
    cut = ""
    while not any(rules.ask_for(path[len(cut) :]) for path in paths):
        folder = names.wrapping_folder([path[len(cut) :] for path in paths])
        if not folder:
            break
        cut += folder
    return cut


def _judge_names(paths: list[str], rules: Rules) -> None:
    _refuse_impossible(paths, rules)
    refuse_bad(judge_paths(paths, rules), rules)


def _refuse_impossible(paths: list[str], rules: Rules) -> None:
    """Refuse paths no file system should see, names that clash, and too many."""
    if len(paths) > MAX_FILES:
        sentence = f"{len(paths):,} files came; at most {MAX_FILES} are taken."
        raise refusal(f"{sentence} {rules.sentence()}", [], code="too_many_files")
    reasons = {path: names.problem_with(path) for path in paths}
    codes = {path: "bad_name" for path, reason in reasons.items() if reason}
    for path, reason in names.same_names(paths).items():
        if path not in codes:
            reasons[path], codes[path] = reason, "same_name"
    refuse_bad(
        [
            FileVerdict(
                names.printable(path), Verdict.REFUSED, reasons[path], codes[path]
            )
            for path in sorted(codes)
        ],
        rules,
    )


def _judge_content(waiting: list[Waiting], folder: Path) -> list[FileVerdict]:
    verdicts = {file.path: judge_size(file.path, file.size) for file in waiting}
    read = {w.path: str(w.file) for w in waiting if w.path.endswith(READ)}
    found = {}
    if read:
        try:
            found = limited.run("sources.py", {"files": read}, folder=folder)
        except limited.LimitHitError:
            found = dict.fromkeys(read, (True, "It can't be read."))
    for path, (is_refused, reason) in found.items():
        verdict = Verdict.REFUSED if is_refused else Verdict.WARNING
        verdicts[path] = FileVerdict(path, verdict, reason, "bad_source")
    return list(verdicts.values())


def _spool(upload: Upload, file: Path, left: int, rules: Rules) -> int:
    """Write the upload to ``file``; stop reading at the byte that is too many."""
    size = 0
    with file.open("xb") as target:
        for chunk in upload.chunks:
            size += len(chunk)
            if size > left:
                raise too_large(rules, names.printable(upload.path))
            target.write(chunk)
    return size


def _keep(waiting: Waiting) -> ReceivedFile:
    """Stream one file to the store; it is a regular file or it is not read."""
    descriptor = os.open(waiting.file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        kept = store.put(_chunks(file))
    return ReceivedFile(waiting.path, kept.sha256, kept.size)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
