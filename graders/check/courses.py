"""python -m graders check DIR: does every assignment score as its authors say?"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from graders.check.checking import Result, Wishes, check_assignment
from graders.check.place import UNPROTECTED, Place, add_options, make_place
from graders.check.proof import figures_of, write_proof
from graders.check.showing import make_console, show_result, show_slowest
from graders.sandbox.stage import SandboxError
from graders.spec import AssignmentSpec, SpecError, load_assignment, load_course

EXITS = (
    "Ends with 0 when all is as expected, 1 when something is not, 2 when we failed."
)


def main(argv: list[str]) -> int:
    """0 when all is as expected, 1 when something is not, 2 when we failed."""
    options = parser().parse_args(argv)
    place, console = make_place(options), make_console()
    wishes = Wishes(options.repeat, options.only, options.quick)
    if not place.sandbox.isolates:
        console.print(f"[bold red]{UNPROTECTED}[/]")
    results: list[Result] = []
    try:
        for spec in find_assignments(options.folder):
            results += _check(spec, place, wishes, console)
    except SpecError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    except SandboxError as error:
        sys.stdout.write(f"{error}\n")
        return 2
    finally:
        if options.json:
            _write_json(options.json, results)
    show_slowest(console, results)
    return 0 if results and all(result.is_fine for result in results) else 1


def parser() -> argparse.ArgumentParser:
    """What may be said."""
    whole = argparse.ArgumentParser(prog="python -m graders check", epilog=EXITS)
    whole.add_argument("folder", type=Path, metavar="DIR")
    whole.add_argument(
        "--only",
        default="",
        metavar="TEXT",
        help="cases or assignments whose name has this in it; writes no proof",
    )
    often = whole.add_mutually_exclusive_group()
    often.add_argument(
        "--repeat",
        type=_count,
        default=1,
        metavar="N",
        help="every case N times, each as another student; the reference at least 3",
    )
    often.add_argument(
        "--quick",
        action="store_true",
        help="the reference and one mutant, once, with one seed; writes no proof",
    )
    whole.add_argument("--json", type=Path, metavar="FILE", help="all figures, as JSON")
    add_options(whole)
    return whole


def find_assignments(folder: Path) -> Iterator[AssignmentSpec]:
    """The assignment, the course's assignments, or those of every course in it."""
    if (folder / "assignment.toml").is_file():
        yield load_assignment(folder)
    elif (folder / "course.toml").is_file():
        yield from load_course(folder).assignments
    else:
        for course in sorted(folder.glob("*/course.toml")):
            yield from load_course(course.parent).assignments


def proofs(place: Place) -> Path:
    """Where proofs go: the portal reads them there."""
    return Path(os.environ.get("ASSAY_PROOFS", place.var / "proofs"))


def _check(
    spec: AssignmentSpec, place: Place, wishes: Wishes, console: Console
) -> list[Result]:
    """Check one assignment, say how it went, and prove it when it went well."""
    beside = make_console(is_for_progress=True)
    result = check_assignment(
        spec, place, wishes, lambda line: beside.print(line, style="dim", markup=False)
    )
    if result is None:
        return []
    show_result(console, result)
    if result.is_fine and result.is_whole:
        path = write_proof(proofs(place), result, place.sandbox)
        console.print(f"[green]proof[/]   {path.name}", soft_wrap=True)
    return [result]


def _write_json(path: Path, results: list[Result]) -> None:
    whole = [
        {
            "assignment": result.spec.slug,
            "version": result.spec.digest,
            "is_fine": result.is_fine,
            **figures_of(result),
        }
        for result in results
    ]
    path.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("a case is tried at least once")
    return count
