"""python -m graders check DIR: does every assignment score as its authors say?"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console

from graders.check.checking import Result, Wishes, check_assignment
from graders.check.place import UNPROTECTED, Place, add_options, make_place
from graders.check.proof import figures_of, write_proof
from graders.check.showing import make_console, show_result, show_slowest
from graders.sandbox.stage import SandboxError
from graders.spec import AssignmentSpec, SpecError, load_assignment, load_course

EXITS = "Exit code: 0 all is as expected, 1 something is not, 2 our own failure."
FINE, WRONG, OURS = 0, 1, 2
Load = Callable[[], Iterable[AssignmentSpec]]


def main(argv: list[str]) -> int:
    """0 when all is as expected, 1 when something is not, 2 when we failed."""
    options = parser().parse_args(argv)
    wishes = Wishes(options.repeat, options.only, options.quick)
    walk = _Walk(make_place(options), wishes, make_console())
    try:
        for load in find_assignments(options.folder):
            walk.check_all(load)
    finally:
        if options.json:
            _write_json(options.json, walk.results)
    show_slowest(walk.console, walk.results)
    return walk.code


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


def find_assignments(folder: Path) -> Iterator[Load]:
    """The assignment, the course's assignments, or those of every course in it."""
    if (folder / "assignment.toml").is_file():
        yield lambda: (load_assignment(folder),)
    elif (folder / "course.toml").is_file():
        yield partial(_of_course, folder)
    else:
        for course in sorted(folder.glob("*/course.toml")):
            yield partial(_of_course, course.parent)


def _of_course(folder: Path) -> Iterable[AssignmentSpec]:
    return load_course(folder).assignments


def proofs(place: Place) -> Path:
    """Where proofs go: the portal reads them there."""
    return Path(os.environ.get("ASSAY_PROOFS", place.var / "proofs"))


class _Walk:
    """Goes from assignment to assignment; one that cannot be checked stops no other."""

    def __init__(self, place: Place, wishes: Wishes, console: Console) -> None:
        self.console = console
        self.results: list[Result] = []
        self._place, self._wishes = place, wishes
        self._trouble: set[int] = set()
        self._by_people = 0
        if not place.sandbox.isolates:
            console.print(f"[bold red]{UNPROTECTED}[/]")

    @property
    def code(self) -> int:
        """What is wrong goes before what we could not do."""
        if WRONG in self._trouble or not all(r.is_fine for r in self.results):
            return WRONG
        if OURS in self._trouble:
            return OURS
        return FINE if self.results or self._by_people else WRONG

    def check_all(self, load: Load) -> None:
        """Check the assignments of one course, or the single one there is."""
        with self._noted(""):
            for spec in load():
                with self._noted(f"{spec.slug}: "):
                    self._check(spec)

    def _check(self, spec: AssignmentSpec) -> None:
        """Check one, say how it went, and prove it when it went well."""
        if not spec.is_handed_in:
            self._by_people += 1
            said = f"{spec.slug}: people give these points; there is nothing to run"
            self.console.print(said, style="dim", markup=False, soft_wrap=True)
            return
        beside = make_console(is_for_progress=True)
        result = check_assignment(
            spec,
            self._place,
            self._wishes,
            lambda line: beside.print(line, style="dim", markup=False),
        )
        if result is None:
            return
        self.results.append(result)
        show_result(self.console, result)
        if result.is_fine and result.is_whole:
            path = write_proof(proofs(self._place), result, self._place.sandbox)
            self.console.print(f"[green]proof[/]   {path.name}", soft_wrap=True)

    @contextmanager
    def _noted(self, whose: str) -> Iterator[None]:
        try:
            yield
        except SpecError as error:
            self._note(f"{whose}{error}", WRONG)
        except SandboxError as error:
            self._note(f"{whose}{error}", OURS)

    def _note(self, sentence: str, code: int) -> None:
        self._trouble.add(code)
        self.console.print(sentence, style="red", markup=False, soft_wrap=True)


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
