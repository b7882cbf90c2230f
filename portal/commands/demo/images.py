"""Which lab images a demo makes, and by which commands."""

import sys
from collections.abc import Iterable
from pathlib import Path

FIRST = ("judge", "numpy")  # what the two hand-ins of the demo run in
# Families that run without containers ask for no others.
WITHOUT_ENGINE = (*FIRST, "notebook", "torch")
ONLY_FIRST = (
    f"Hand-ins that need {' or '.join(FIRST)} are graded; for every other family stop, "
    "and start with make demo IMAGES=all (once: several minutes, about 4 GB)."
)


def builds(
    sandbox: str, var: Path, courses: Iterable[Path], *, wants_all: bool
) -> list[list[str]]:
    """The commands to run; what is built already costs them nothing.

    No name is every image there is. An existing autograder has one of its own, which
    comes last: it stands on another.
    """
    graders = [sys.executable, "-m", "graders"]
    words = ["images", "--sandbox", sandbox, "--var", str(var), "build"]
    if not wants_all:
        return [[*graders, *words, *FIRST]]
    if sandbox != "docker":
        return [[*graders, *words, *WITHOUT_ENGINE]]
    archives = ["archive", "build", *map(str, courses)]
    return [[*graders, *words], [*graders, *archives]]


def announcement(sandbox: str, *, wants_all: bool) -> str:
    """What is said before: it takes long, once."""
    kind = "images" if sandbox == "docker" else "environments"
    which = "of all families" if wants_all else " and ".join(FIRST)
    return f"Making the lab {kind} {which} (long at the first start only)"
