"""The same solution as student and as reference: what does the measurement say?

    python -m benchmarks.aa [--gradings 20] [--neighbours 1] [--sandbox docker]

Each grading goes the whole way of the byte-pair tokenizer: containers for student,
reference and judge, and at least five interleaved rounds. Beside it runs a neighbour
that never rests, on one core. The goal: a ratio within 0.97 to 1.03, and one score.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graders.check.local import Graded, grade_folder, local_key
from graders.measure.stats import median
from graders.protocol import Outcome
from graders.sandbox.choose import choose_sandbox
from graders.spec import load_assignment

ROOT = Path(__file__).resolve().parents[1]
LAB = ROOT / "courses/w251/hw12-tokenizer"
LOW, HIGH = 0.97, 1.03
BUSY = "while True:\n    sum(range(10**6))\n"
ROW = "{:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>8} {:>6}"


@contextmanager
def neighbours(count: int) -> Iterator[None]:
    """Processes that never rest, each kept to a core of its own."""
    busy = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    cores = sorted(os.sched_getaffinity(0))
    try:
        for number, process in enumerate(busy):
            os.sched_setaffinity(process.pid, {cores[number % len(cores)]})
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def gradings(count: int, kind: str, var: Path) -> Iterator[Graded]:
    """The reference, handed in ``count`` times."""
    spec = load_assignment(LAB)
    boot = secrets.token_hex(4)
    sandbox = choose_sandbox(kind, runner_id=f"aa-{os.getpid()}", boot=boot, var=var)
    with tempfile.TemporaryDirectory(prefix="assay-aa-") as logs:
        for number in range(count):
            yield grade_folder(
                spec,
                LAB / "reference",
                sandbox=sandbox,
                key=local_key(var),
                logs=Path(logs) / str(number),
            )


def row(number: int, graded: Graded) -> str:
    """One grading's line."""
    report = graded.report
    load = report.environment.get("load", "")
    if report.outcome is not Outcome.GRADED:
        return f"{number:>8} {report.outcome.value}: {report.staff_note}"
    (one,) = report.measurements
    numbers = (one.value, one.low, one.high, min(one.repeats), max(one.repeats))
    texts = [f"{number:.3f}" for number in numbers if number is not None]
    return ROW.format(number, *texts, f"{graded.score.points:g}", load)


def main() -> None:
    parser = argparse.ArgumentParser(description="An A/A test through a real family.")
    parser.add_argument("--gradings", type=int, default=20)
    parser.add_argument("--neighbours", type=int, default=1)
    parser.add_argument("--sandbox", default="docker", choices=("docker", "process"))
    default = Path(os.environ.get("ASSAY_VAR", ROOT / "var"))
    parser.add_argument("--var", type=Path, default=default)
    options = parser.parse_args()
    head = ("grading", "ratio", "low", "high", "min", "max", "points", "load")
    print(ROW.format(*head), flush=True)
    done = []
    with neighbours(options.neighbours):
        found = gradings(options.gradings, options.sandbox, options.var)
        for number, graded in enumerate(found, 1):
            print(row(number, graded), flush=True)
            if graded.report.outcome is Outcome.GRADED:
                done.append(graded)
    if done:
        summary(done, options.gradings)


def summary(done: list[Graded], count: int) -> None:
    """What the table comes to."""
    ratios = [graded.report.measurements[0].value for graded in done]
    scores = sorted({graded.score.points for graded in done})
    within = sum(LOW <= ratio <= HIGH for ratio in ratios)
    print(f"measured {len(done)} of {count}; the others were refused as too noisy")
    print(
        f"ratio: median {median(ratios):.3f}, {min(ratios):.3f} to {max(ratios):.3f};"
        f" {within} of {len(done)} within {LOW} to {HIGH}"
    )
    print(f"scores: {', '.join(f'{points:g}' for points in scores)}")


if __name__ == "__main__":
    main()
