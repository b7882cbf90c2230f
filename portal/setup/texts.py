"""The files of an assignment as a form reads them."""

from dataclasses import dataclass

from portal.assignments.models import Assignment
from portal.assignments.selectors import shown_version
from portal.lib import store
from portal.lib.once import once
from portal.setup.handmade import is_own

READABLE = (".toml", ".md")


@dataclass(frozen=True)
class RubricLine:
    """A check that people grade by a rubric."""

    name: str
    title: str
    points: float
    criteria: int


@once
def texts_of(assignment: Assignment) -> dict[str, str]:
    """Return its files by path; the content of what is no text is left out."""
    version = shown_version(assignment)
    files = version.files.all() if version else ()
    return {
        file.path: store.read(file.sha256).decode("utf-8", "replace")
        if file.path.endswith(READABLE)
        else ""
        for file in files
    }


def own_files(assignment: Assignment) -> dict[str, str]:
    """Return the files that a form writes."""
    texts = texts_of(assignment)
    return {path: text for path, text in texts.items() if is_own(path)}


def kept_files(assignment: Assignment) -> list[str]:
    """Return the names of files that no form writes; they stay as they are."""
    return sorted(path for path in texts_of(assignment) if not is_own(path))


def rubrics_in(assignment: Assignment) -> list[RubricLine]:
    """Return the checks with a rubric, as the shown version has them."""
    version = shown_version(assignment)
    spec = version.spec if version else {}
    files = {one["file"]: one for one in spec.get("rubrics") or ()}
    return [
        RubricLine(
            check["name"],
            check["title"],
            check["points"],
            len(files[check["rubric"]]["criteria"]),
        )
        for check in spec.get("checks", ())
        if check.get("rubric") in files
    ]
