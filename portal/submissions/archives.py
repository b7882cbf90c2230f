"""Has an archive unpacked in a limited process, and says what came of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.submissions import limited, names
from portal.submissions.rules import (
    MAX_ENTRIES,
    FileVerdict,
    Rules,
    Verdict,
    refusal,
)

HINT = "Pack a plain .zip or .tar.gz, or hand in the files themselves."


@dataclass(frozen=True)
class Member:
    """One file out of an archive: its name there, and the numbered file it is here."""

    path: str
    file: str
    size: int


@dataclass(frozen=True)
class Unpacked:
    """An archive's files, and the junk in it that was left out."""

    members: tuple[Member, ...]
    dropped: tuple[str, ...]


def unpack(archive: Path, path: str, *, kind: str, rules: Rules) -> Unpacked:
    """Unpack ``archive`` into its folder as numbered files, or raise InvalidError."""
    request = {
        "archive": archive.name,
        "kind": kind,
        "max_bytes": rules.max_bytes,
        "max_entries": MAX_ENTRIES,
    }
    try:
        answer = limited.run(
            "unpack.py",
            request,
            folder=archive.parent,
            file_bytes=rules.max_bytes + 1,
        )
    except limited.LimitHitError:
        reason = "Unpacking it takes too much memory or time."
        raise _refused({"code": "bad_archive", "reason": reason}, path) from None
    if "refused" in answer:
        raise _refused(answer["refused"], path)
    members = tuple(Member(**member) for member in answer["members"])
    if not members:
        raise _refused({"code": "empty_file", "reason": "It has no file in it."}, path)
    return Unpacked(members, tuple(answer["dropped"]))


def _refused(problem: dict[str, Any], archive: str) -> Exception:
    """Return the error, of the bad entry where there is one."""
    entry = names.printable(problem.get("path", ""))
    where = f"{entry} in {archive}" if entry else archive
    sentence = f"{where} can't be taken: {problem['reason']} {HINT}"
    verdict = FileVerdict(entry or archive, Verdict.REFUSED, problem["reason"])
    return refusal(sentence, [verdict], code=problem["code"])
