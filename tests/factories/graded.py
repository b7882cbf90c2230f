"""Gradings as `python -m graders check` sees them, made up."""

from pathlib import Path

from graders.check.expecting import Case
from graders.check.local import Graded
from graders.check.trying import Tried
from graders.protocol import CheckResult, Outcome, Report, StageRecord
from graders.scoring import score
from graders.spec import Check
from graders.spec.model import Curve


def a_check(name: str, kind: str = "credit", *numbers: float, **more) -> Check:
    """A check worth ten points unless it is a gate."""
    points = 0.0 if kind == "gate" else 10.0
    return Check(name, name, Curve(kind, numbers), **{"points": points, **more})


def a_stage(name: str = "train-1", **more) -> StageRecord:
    """A student's stage that used little of what it may."""
    known = {
        "side": "student",
        "is_public": True,
        "cause": "exited",
        "seconds": 10.0,
        "limit_s": 60.0,
        "cpu_seconds": 5.0,
        "peak_memory_mib": 100.0,
        "limit_mib": 1024,
    }
    return StageRecord(name, name, **{**known, **more})


def a_graded(checks, *results: CheckResult, stages=(), **more) -> Graded:
    """One run that found ``results``."""
    report = Report(
        "lease",
        1,
        Outcome.GRADED,
        checks=results,
        stages=tuple(stages),
        **{"seconds": 1.0, **more},
    )
    return Graded(report, score(checks, results), Path("/nowhere"))


def a_tried(name: str, *runs: Graded, score=(0.0, 100.0)) -> Tried:
    """A case with its runs."""
    return Tried(Case(name, Path("/nowhere"), *score), runs)
