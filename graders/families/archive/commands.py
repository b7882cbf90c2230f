"""python -m graders archive build PATH...: the images of existing autograders."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from graders.families.archive.building import build
from graders.families.archive.unpacking import ArchiveError
from graders.sandbox.docker_backend import DockerSandbox
from graders.sandbox.stage import SandboxError
from graders.spec import AssignmentSpec, SpecError, load_assignment

FAMILY = "archive"


def main(argv: list[str]) -> int:
    """0 when every autograder found is built; 1 when one isn't."""
    options = parser().parse_args(argv)
    sandbox = DockerSandbox("images", "")
    failed = 0
    for folder in [f for place in options.places for f in assignments_in(place)]:
        try:
            spec = load_assignment(folder)
            if spec.grade.family == FAMILY:
                _build(spec, sandbox)
        except (ArchiveError, SandboxError, SpecError) as error:
            sys.stderr.write(f"{folder}: {error}\n")
            failed += 1
    return 1 if failed else 0


def parser() -> argparse.ArgumentParser:
    """What may be said."""
    whole = argparse.ArgumentParser(prog="python -m graders archive")
    commands = whole.add_subparsers(dest="command", required=True)
    building = commands.add_parser(
        "build",
        help="run setup.sh once, with a network, and keep the image",
        description="For each assignment with family = archive in these folders.",
    )
    building.add_argument("places", nargs="+", type=Path, metavar="PATH")
    return whole


def assignments_in(place: Path) -> Iterator[Path]:
    """The assignment itself, or all below a course or a folder of courses."""
    if (place / "assignment.toml").is_file():
        yield place
        return
    for pattern in ("*/assignment.toml", "*/*/assignment.toml"):
        for file in sorted(place.glob(pattern)):
            yield file.parent


def _build(spec: AssignmentSpec, sandbox: DockerSandbox) -> None:
    def tell(line: str) -> None:
        sys.stderr.write(f"  {line}\n")

    sealed = build(spec, sandbox, tell)
    word = "built" if sealed.is_new else "already built"
    sys.stdout.write(f"{spec.slug}: {sealed.image} {word}\n")
