"""python -m graders grade ASSIGNMENT FOLDER: what a student would see.

With a bundle from a portal, ``python -m graders grade BUNDLE --only-public``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

from graders.check.bundle import NO_JUDGE, Source, read_source
from graders.check.handed_in import RefusedError
from graders.check.local import Graded, grade_folder
from graders.check.place import UNPROTECTED, Place, add_options, make_place
from graders.families import rehearse_job, run_job
from graders.protocol import Lease, Outcome, Report, StageRecord, Statement, to_wire
from graders.sandbox.images import LabImages
from graders.sandbox.stage import ImageMissingError, SandboxError
from graders.spec import SpecError

IMAGE = re.compile(r"([a-z][a-z0-9_-]{0,40})@sha256:([0-9a-f]{6,64})")
LARGEST_SEED = 2**63 - 1


def main(argv: list[str]) -> int:
    """0 when graded, 1 when there was nothing to grade, 2 when we failed."""
    options = _parser().parse_args(argv)
    place = make_place(options)
    if not place.sandbox.isolates:
        sys.stderr.write(f"{UNPROTECTED}\n")
    try:
        source = read_source(options.assignment, options.submission)
        _refuse_other(source, options)
        graded = _grade(source, place, options)
    except (SpecError, RefusedError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except SandboxError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    as_words = as_stages if options.only_public else as_text
    sys.stdout.write(as_json(graded) if options.json else as_words(graded))
    return 0 if graded.report.outcome is Outcome.GRADED else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m graders grade")
    parser.add_argument("assignment", type=Path, help="its folder, or a bundle")
    parser.add_argument("submission", type=Path, nargs="?", help="what was handed in")
    parser.add_argument("--json", action="store_true", help="print the whole report")
    parser.add_argument(
        "--only-public", action="store_true", help="run what needs no judge"
    )
    parser.add_argument(
        "--seed", type=int, action="append", default=[], help="once for each training"
    )
    parser.add_argument("--image", help="refuse another: NAME@sha256:DIGEST")
    parser.add_argument("--version", help="refuse another version of the assignment")
    add_options(parser)
    return parser


def _grade(source: Source, place: Place, options: argparse.Namespace) -> Graded:
    def adjust(lease: Lease) -> Lease:
        seeds = tuple(options.seed) or lease.seeds
        judge = lease.image if options.only_public else lease.judge_image
        return replace(lease, seeds=seeds, judge_image=judge)

    return grade_folder(
        source.spec,
        source.submission,
        sandbox=place.sandbox,
        key=place.key,
        logs=place.logs,
        told=_tell,
        adjust=adjust,
        run=rehearse_job if options.only_public else run_job,
        more_public=source.practice,
    )


def _refuse_other(source: Source, options: argparse.Namespace) -> None:
    """Raise RefusedError where this could not come to the same as it did before."""
    spec = source.spec
    if source.is_bundle and not options.only_public:
        raise RefusedError(NO_JUDGE)
    if not all(0 <= seed <= LARGEST_SEED for seed in options.seed):
        raise RefusedError(f"A seed is a whole number from 0 to {LARGEST_SEED}.")
    if options.version and not spec.digest.startswith(options.version):
        raise RefusedError(
            f"This is version {spec.digest[:12]} of {spec.slug}, not {options.version}."
        )
    if options.image:
        _refuse_other_image(spec.grade.image, options.image)


def _refuse_other_image(name: str, wanted: str) -> None:
    found = IMAGE.fullmatch(wanted)
    if found is None:
        raise RefusedError(f"{wanted!r} is no image; write NAME@sha256:DIGEST.")
    try:
        digest = LabImages().digest(name)
    except ImageMissingError as error:
        raise RefusedError(str(error)) from error
    if found[1] != name or not digest.startswith(found[2]):
        raise RefusedError(
            f"It would run in {name}@sha256:{digest[:12]} here, not in {wanted}: take "
            "the lab_images of the release that graded it."
        )


def _tell(title: str) -> None:
    sys.stderr.write(f"  {title}\n")


def as_json(graded: Graded) -> str:
    """Report and score for programs."""
    whole = {"report": to_wire(graded.report), "score": to_wire(graded.score)}
    return json.dumps({**whole, "logs": str(graded.logs)}, indent=2) + "\n"


def as_stages(graded: Graded) -> str:
    """How each public stage ended; no points, since nothing was judged."""
    report = graded.report
    is_well = report.outcome is Outcome.GRADED
    lines = ["ran: every public stage ended well" if is_well else "did not end well"]
    lines += [text for text in (report.sentence, report.hint) if text]
    lines += [f"  {_stage(stage)}" for stage in report.stages]
    lines += _measurements(report)
    if report.seeds:
        lines.append(f"seeds: {', '.join(str(seed) for seed in report.seeds)}")
    image = f"{report.image.get('name')}@sha256:{report.image.get('digest', '')[:12]}"
    lines.append(f"{report.seconds:.1f} s in the {report.sandbox} sandbox, {image}")
    lines.append(f"logs and files: {graded.logs}")
    return "\n".join(lines) + "\n"


def _stage(stage: StageRecord) -> str:
    is_ours = stage.cause == "killed"  # a server does not end by itself
    code = f", exit code {stage.exit_code}" if stage.exit_code and not is_ours else ""
    used = f", {stage.peak_memory_mib} MiB" if stage.peak_memory_mib else ""
    how = "ended by us" if is_ours else stage.cause
    return f"{stage.title}: {how}{code}, {stage.seconds:.1f} s{used}"


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
    lines += _measurements(report)
    lines.append(f"{report.seconds:.1f} s in the {report.sandbox} sandbox")
    lines.append(f"logs: {graded.logs}")
    if report.staff_note:
        lines.append(report.staff_note)
    return "\n".join(lines) + "\n"


def _measurements(report: Report) -> list[str]:
    lines = []
    lines += as_claims(report.statement) if report.statement else []
    for m in report.measurements:
        repeats = ", ".join(f"{value:.4g}" for value in m.repeats)
        lines.append(f"  {m.name} = {m.value:.4g} {m.unit} ({repeats})")
    return lines


def as_claims(statement: Statement) -> list[str]:
    """An existing autograder's own words, said to be no more than that."""
    lines = ["  in shared trust, by the autograder's own account:"]
    for test in statement.tests:
        of = "" if test.max_score is None else f"/{test.max_score:g}"
        points = "" if test.score is None else f"{test.score:g}{of}"
        lines.append(f"  {test.status:12} {points:>9}  {test.number}) {test.name}")
    lines += [f"  {one.name} = {one.value}" for one in statement.leaderboard]
    return lines


def _evidence(evidence: dict[str, str]) -> list[str]:
    words = (("got", "got"), ("expected", "expected"), ("hint", "hint"))
    return [f"{said}: {evidence[key]}" for key, said in words if evidence[key]]
