"""Takes in an autograder's zip as Gradescope runs it: unchanged, as it is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from graders.families.archive.identity import ZIP
from graders.families.archive.unpacking import ArchiveError, Member, read_archive
from graders.importing.folder import Draft, DraftCheck, ImportRefusedError, slug_of

TEXT = """Hand in what your course asks for. An autograder that the course brought
grades it, in one container with your code."""
MAKE_UP = (
    "Say in assignment.toml which files are handed in, what it is worth, and where the "
    "curve is full: that is the sum of the tests' points.",
    "Put a solution into reference/ and what students start from into starter/.",
    "Build its image: python -m graders archive build FOLDER",
)


def drafts(place: Path, *, points: float) -> list[Draft]:
    """One assignment for a zip or a folder with setup.sh and run_autograder."""
    try:
        members = read_archive(place)
    except ArchiveError as error:
        raise ImportRefusedError(str(error)) from error
    packed = zipped(members) if place.is_dir() else place.read_bytes()
    title = place.stem.replace("_", " ").replace("-", " ").strip().capitalize()
    return [
        Draft(
            slug=slug_of(place.stem),
            title=title or "Imported",
            text=TEXT,
            grade={
                "family": "archive",
                "image": "gradescope",
                "pool": "archive",
                "tier": "T3",
            },
            submit={"files": [], "optional": ["*"], "counts": "best"},
            checks=[
                DraftCheck(
                    "autograder",
                    "What the course's own autograder found",
                    points,
                    curve=f"{{ line = [0, {points:g}] }}",
                )
            ],
            files={ZIP: packed},
            notes=list(MAKE_UP),
        )
    ]


def zipped(members: list[Member]) -> bytes:
    """The same files as a zip: what may be run stays so, and any name is kept."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            info = zipfile.ZipInfo(member.path)
            info.external_attr = (0o100000 | member.mode) << 16
            archive.writestr(info, member.content)
    return whole.getvalue()
