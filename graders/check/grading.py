"""python -m graders grade ASSIGNMENT FOLDER: what a student would see."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from graders.check.handed_in import RefusedError
from graders.check.local import Graded, grade_folder
from graders.check.place import UNPROTECTED, add_options, make_place
from graders.protocol import Outcome, to_wire
from graders.sandbox.stage import SandboxError
from graders.spec import SpecError, load_assignment


def main(argv: list[str]) -> int:
    """0 when graded, 1 when there was nothing to grade, 2 when we failed."""
    parser = argparse.ArgumentParser(prog="python -m graders grade")
    parser.add_argument("assignment", type=Path)
    parser.add_argument("submission", type=Path)
    parser.add_argument("--json", action="store_true", help="print the whole report")
    add_options(parser)
    options = parser.parse_args(argv)
    place = make_place(options)
    if not place.sandbox.isolates:
        sys.stderr.write(f"{UNPROTECTED}\n")
    try:
        spec = load_assignment(options.assignment)
        graded = grade_folder(
            spec,
            options.submission,
            sandbox=place.sandbox,
            key=place.key,
            logs=place.logs,
            told=_tell,
        )
    except (SpecError, RefusedError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except SandboxError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(as_json(graded) if options.json else as_text(graded))
    return 0 if graded.report.outcome is Outcome.GRADED else 1


def _tell(title: str) -> None:
    sys.stderr.write(f"  {title}\n")


def as_json(graded: Graded) -> str:
    """Report and score for programs."""
    whole = {"report": to_wire(graded.report), "score": to_wire(graded.score)}
    return json.dumps({**whole, "logs": str(graded.logs)}, indent=2) + "\n"


def as_text(graded: Graded) -> str:
    """Points, and what was found, line by line."""
    report, score = graded.report, graded.score
    lines = [f"{report.outcome.value}: {score.points:g} of {score.max_points:g} points"]
    lines += [text for text in (report.sentence, report.hint) if text]
    results = {result.name: result for result in report.checks}
    for line in score.lines:
        points = f"{line.points:g}/{line.max_points:g}" if line.max_points else ""
        value = "" if line.value is None else f"  {line.value:.4g}"
        lines.append(f"  {line.state:12} {points:>9}  {line.title}{value}")
        for evidence in results[line.name].evidence if line.name in results else ():
            lines += [f"      {text}" for text in _evidence(to_wire(evidence))]
    for m in report.measurements:
        repeats = ", ".join(f"{value:.4g}" for value in m.repeats)
        lines.append(f"  {m.name} = {m.value:.4g} {m.unit} ({repeats})")
    lines.append(f"{report.seconds:.1f} s in the {report.sandbox} sandbox")
    lines.append(f"logs: {graded.logs}")
    if report.staff_note:
        lines.append(report.staff_note)
    return "\n".join(lines) + "\n"


def _evidence(evidence: dict[str, str]) -> list[str]:
    words = (("got", "got"), ("expected", "expected"), ("hint", "hint"))
    return [f"{said}: {evidence[key]}" for key, said in words if evidence[key]]
