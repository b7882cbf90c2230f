"""A course's folder as an uploaded zip: laid out as plain files, never executed."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.lib import store
from portal.lib.errors import InvalidError
from portal.submissions import archives, names
from portal.submissions.archives import Member
from portal.submissions.rules import MIB, Rules

MOST_MIB = 256  # of the zip, and of what comes out of it
MARK = "course.toml"
ONE = "assignment.toml"  # of a folder of one assignment
RULES = Rules(required=(), optional=(), max_bytes=MOST_MIB * MIB)


@contextmanager
def laid_out(sha256: str, *, may_be_one: bool = False) -> Iterator[Path]:
    """Give the folder that a stored zip holds; it is gone afterwards.

    Raise InvalidError with a sentence for anything that is no folder of a course, or
    of one assignment where that will do.
    """
    marks = (MARK, ONE) if may_be_one else (MARK,)
    with tempfile.TemporaryDirectory(prefix="assay-course-") as name:
        work, folder = Path(name) / "work", Path(name) / "course"
        work.mkdir()
        folder.mkdir()
        shutil.copyfile(store.path_of(sha256), work / "archive")
        unpacked = archives.unpack(work / "archive", "the zip", kind="zip", rules=RULES)
        for path, member in _places(unpacked.members, marks).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            (work / member.file).replace(target)
        yield folder


def is_one(folder: Path) -> bool:
    """Say whether a folder is that of one assignment, not of a course."""
    return not (folder / MARK).is_file()


def _places(members: tuple[Member, ...], marks: tuple[str, ...]) -> dict[str, Member]:
    """Return where each file goes; refuse names that no file should have."""
    placed = {names.plain(member.path): member for member in members}
    paths = [names.plain(member.path) for member in members]
    bad = {path: names.problem_with(path) for path in paths}
    bad |= names.same_names(paths)
    for path, reason in bad.items():
        if reason:
            raise InvalidError(
                f"{names.printable(path)} in the zip can't be used: {reason}"
            )
    cut = "" if placed.keys() & set(marks) else names.wrapping_folder(paths)
    if not any(f"{cut}{mark}" in placed for mark in marks):
        one = "with course.toml in it"
        if ONE in marks:
            one += ", or the folder of one assignment, with assignment.toml in it"
        else:
            one += ", not one of its assignments"
        raise InvalidError(
            f"There is no {MARK} in the zip: zip the course's folder itself, {one}."
        )
    return {path[len(cut) :]: member for path, member in placed.items()}
