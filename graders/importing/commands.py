"""python -m graders import nbgrader|otter|gradescope PATH: an assignment of ours."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from graders.importing import gradescope, nbgrader, otter
from graders.importing.folder import Draft, ImportRefusedError, write
from graders.spec import SpecError

TOOLS = ("nbgrader", "otter", "gradescope")


def main(argv: list[str]) -> int:
    """0 when every assignment was made and reads well, 1 when not."""
    options = parser().parse_args(argv)
    try:
        found = drafts_of(options)
        for draft in found:
            _make(draft, options)
    except (ImportRefusedError, SpecError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """What may be said."""
    whole = argparse.ArgumentParser(prog="python -m graders import")
    whole.add_argument("tool", choices=TOOLS)
    whole.add_argument(
        "path", type=Path, help="a course, a folder, a notebook or a zip"
    )
    whole.add_argument("--into", type=Path, default=Path(), metavar="DIR")
    whole.add_argument(
        "--category", default="homework", help="a category of the course"
    )
    whole.add_argument(
        "--points", type=float, default=100.0, help="of an autograder's zip, in all"
    )
    return whole


def drafts_of(options: argparse.Namespace) -> list[Draft]:
    """What is in the place that was named."""
    if not options.path.exists():
        raise ImportRefusedError(f"{options.path} is not there.")
    if options.tool == "nbgrader":
        return nbgrader.drafts(options.path)
    if options.tool == "otter":
        return otter.drafts(options.path)
    return gradescope.drafts(options.path, points=options.points)


def _make(draft: Draft, options: argparse.Namespace) -> None:
    folder = options.into / draft.slug
    spec = write(draft, folder, category=options.category)
    people = sum(check.points for check in spec.checks if check.is_manual)
    by_people = f", {people:g} of them by people" if people else ""
    sys.stdout.write(
        f"{folder}: {len(spec.checks)} checks, {spec.points:g} points{by_people}\n"
    )
    for note in draft.notes:
        sys.stdout.write(f"  - {note}\n")
    sys.stdout.write(f"  - Then: python -m graders check {folder}\n")
