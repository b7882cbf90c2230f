"""Changes a course in the browser as its folder would: written out, edited, loaded."""

import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from portal.accounts.models import User
from portal.courses.models import Course
from portal.lib.errors import InvalidError
from portal.lib.zipping import zip_pieces
from portal.setup.folder import Loaded, Wishes, load
from portal.setup.handmade import is_own
from portal.setup.in_force import lay_out_in_force
from portal.setup.written import lay_out

Edit = Callable[[Path], None]
ABOUT = "assignment.toml"


def change_course(
    course: Course, edit: Edit, wishes: Wishes, *, actor: User, now: datetime
) -> Loaded:
    """Let ``edit`` change the course's folder, and load that; SpecError if it is wrong.

    Whatever a load keeps, moves or refuses, this does.
    """
    with folder_of(course) as folder:
        edit(folder)
        return load(folder, wishes, actor=actor, now=now)


@contextmanager
def folder_of(course: Course) -> Iterator[Path]:
    """Give the course's folder as it is now; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="assay-course-") as name:
        lay_out(course, Path(name))
        yield Path(name)


def zip_of(course: Course, *, now: datetime) -> bytes:
    """Return the course's folder as a zip, to be kept or loaded elsewhere.

    Its rubrics are those that hold now, also where staff changed them in a form.
    """
    with tempfile.TemporaryDirectory(prefix="assay-course-") as name:
        folder = Path(name)
        lay_out_in_force(course, folder)
        entries = (
            (f"{course.slug}/{path.relative_to(folder).as_posix()}", _pieces(path))
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        )
        return b"".join(zip_pieces(entries, at=now))


def placed(files: Mapping[str, str], *, slug: str) -> Edit:
    """Return the edit that writes what a form made; files that no form makes stay."""

    def edit(folder: Path) -> None:
        there = _found(folder, slug) or _place(folder, slug)
        for path in list(there.rglob("*")):
            if path.is_file() and is_own(path.relative_to(there).as_posix()):
                path.unlink()
        for name, text in files.items():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            (there / name).write_text(text, "utf-8")

    return edit


def taken_in(source: Path) -> Edit:
    """Return the edit that adds a folder of one assignment, or puts it in place."""
    slug = slug_in(source)

    def edit(folder: Path) -> None:
        shutil.copytree(source, _place(folder, slug), dirs_exist_ok=True)

    return edit


def left_out(slug: str) -> Edit:
    """Return the edit that takes an assignment out of the course."""

    def edit(folder: Path) -> None:
        for path in _folders(folder):
            if slug_in(path) == slug:
                shutil.rmtree(path)

    return edit


def slug_in(folder: Path) -> str:
    """Return what an assignment's folder calls it."""
    try:
        said = tomllib.loads((folder / ABOUT).read_text("utf-8"))
        return str(said["assignment"]["slug"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidError(f"{ABOUT} says no slug, or is not TOML.") from error


def _pieces(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()


def _place(folder: Path, slug: str) -> Path:
    """Return an empty folder for it: where it was before, or after all others."""
    path = _found(folder, slug)
    if path is None:
        path = folder / f"{len(_folders(folder)) + 1:03}-{slug}"
    else:
        shutil.rmtree(path)
    path.mkdir()
    return path


def _found(folder: Path, slug: str) -> Path | None:
    found = (path for path in _folders(folder) if slug_in(path) == slug)
    return next(found, None)


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if (path / ABOUT).is_file())
