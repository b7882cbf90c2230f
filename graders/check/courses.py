"""python -m graders check DIR: does every assignment score as its authors say?"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from graders.check.expecting import Case, read_cases
from graders.check.handed_in import RefusedError
from graders.check.local import Graded, grade_folder
from graders.check.place import UNPROTECTED, Place, add_options, make_place
from graders.check.proof import write_proof
from graders.sandbox.stage import SandboxError
from graders.spec import AssignmentSpec, SpecError, load_assignment, load_course

ROW = "  {:34} {:>7} {:>12}  {:14} {:>7}  {}\n"


def main(argv: list[str]) -> int:
    """0 when all is as expected, 1 when something is not, 2 when we failed."""
    parser = argparse.ArgumentParser(prog="python -m graders check")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--only", help="cases or assignments whose name has this in it")
    add_options(parser)
    options = parser.parse_args(argv)
    place = make_place(options)
    if not place.sandbox.isolates:
        sys.stdout.write(f"{UNPROTECTED}\n")
    try:
        assignments = list(find_assignments(options.folder))
        results = [
            check_assignment(spec, place, options.only or "") for spec in assignments
        ]
    except SpecError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    except SandboxError as error:
        sys.stdout.write(f"{error}\n")
        return 2
    return 0 if results and all(results) else 1


def find_assignments(folder: Path) -> Iterator[AssignmentSpec]:
    """The assignment, the course's assignments, or those of every course in it."""
    if (folder / "assignment.toml").is_file():
        yield load_assignment(folder)
    elif (folder / "course.toml").is_file():
        yield from load_course(folder).assignments
    else:
        for course in sorted(folder.glob("*/course.toml")):
            yield from load_course(course.parent).assignments


def check_assignment(spec: AssignmentSpec, place: Place, only: str) -> bool:
    """Grade every case; write the proof when all of them are as expected."""
    everything = read_cases(spec.folder)
    cases = [c for c in everything if only in c.name or only in spec.folder.name]
    if not cases:
        return True
    sys.stdout.write(f"{spec.slug}: {spec.title}\n")
    header = ("case", "points", "expected", "outcome", "seconds", place.sandbox.name)
    sys.stdout.write(ROW.format(*header))
    tried = [(case, _try(spec, case, place)) for case in cases]
    done = [(case, graded) for case, graded in tried if graded is not None]
    is_as_expected = len(done) == len(tried) and not any(
        c.complaint(g) for c, g in done
    )
    if is_as_expected and len(cases) == len(everything):
        path = write_proof(proofs(place), spec, done)
        sys.stdout.write(f"  proof: {path.name}\n")
    return is_as_expected


def proofs(place: Place) -> Path:
    """Where proofs go: the portal reads them there."""
    return Path(os.environ.get("ASSAY_PROOFS", place.var / "proofs"))


def _try(spec: AssignmentSpec, case: Case, place: Place) -> Graded | None:
    try:
        graded = grade_folder(
            spec,
            case.folder,
            sandbox=place.sandbox,
            key=place.key,
            logs=place.logs,
            is_starter=case.is_starter,
        )
    except RefusedError as error:
        sys.stdout.write(f"  {case.name:34} refused: {error}\n")
        return None
    report, complaint = graded.report, case.complaint(graded)
    says = f"WRONG: {complaint}; see {graded.logs}" if complaint else "as expected"
    figures = (f"{graded.score.points:g}", f"{case.low:g}-{case.high:g}")
    seconds = f"{report.seconds:.1f}"
    row = (case.name, *figures, report.outcome.value, seconds, says)
    sys.stdout.write(ROW.format(*row))
    if complaint and report.staff_note:
        sys.stdout.write(f"{report.staff_note}\n")
    sys.stdout.flush()
    return graded
