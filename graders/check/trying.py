"""Grades one case of expect.toml, as often as asked, as so many students."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from graders.check.expecting import Case
from graders.check.handed_in import RefusedError
from graders.check.local import WHO, Graded, grade_folder
from graders.check.place import Place
from graders.protocol import Outcome
from graders.sandbox.stage import Sandbox, SandboxError
from graders.spec import AssignmentSpec

MOST_TRIES = 3  # of a run that was too noisy to say anything
PAUSE_S = 10.0  # for whatever else keeps the machine busy
Told = Callable[[str], None]


@dataclass(frozen=True)
class Tried:
    """A case with its runs; ``refusal`` says why there are none."""

    case: Case
    runs: tuple[Graded, ...] = ()
    refusal: str = ""

    @property
    def complaints(self) -> list[tuple[int, str]]:
        """What is not as expected, with the number of the run."""
        if self.refusal:
            return [(1, f"refused: {self.refusal}")]
        said = [(k, self.case.complaint(run)) for k, run in enumerate(self.runs, 1)]
        return [(k, text) for k, text in said if text]


def try_case(
    spec: AssignmentSpec,
    case: Case,
    place: Place,
    *,
    runs: int,
    sandbox: Sandbox,
    told: Told,
    afterwards: Callable[[], None] = lambda: None,
) -> Tried:
    """Grade ``case`` so many times, each as another student.

    ``afterwards`` follows the first run, while its folders are there.
    """
    done: list[Graded] = []
    for k in range(1, runs + 1):
        try:
            graded = _grade(
                spec, case, place, k, sandbox, afterwards if k == 1 else _nothing
            )
        except RefusedError as error:
            return Tried(case, refusal=str(error))
        done.append(graded)
        report = graded.report
        why = "" if report.outcome is Outcome.GRADED else f": {report.sentence}"
        told(
            f"{spec.slug} {case.name}, run {k} of {runs}: {graded.score.points:g} "
            f"points, {report.outcome.value}, {report.seconds:.1f} s{why}"
        )
    return Tried(case, tuple(done))


def _grade(
    spec: AssignmentSpec,
    case: Case,
    place: Place,
    k: int,
    sandbox: Sandbox,
    afterwards: Callable[[], None],
) -> Graded:
    """One run; one that failed for the machine's reasons is tried again."""
    for tries in range(MOST_TRIES):
        time.sleep(PAUSE_S * tries)
        graded = grade_folder(
            spec,
            case.folder,
            sandbox=sandbox,
            key=place.key,
            logs=place.logs,
            is_starter=case.is_starter,
            who=WHO if k == 1 else f"{WHO}-{k}",
            afterwards=afterwards,
        )
        report = graded.report
        if report.outcome is not Outcome.RUNNER_FAILED:
            return graded
    raise SandboxError(
        f"{spec.slug} {case.name}: this machine failed {MOST_TRIES} times. "
        f"{report.sentence} {report.staff_note}".strip()
    )


def _nothing() -> None:
    """The runs after the first leave nothing behind."""
