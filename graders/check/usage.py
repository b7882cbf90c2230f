"""How long runs took and what they needed, from the records of their stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graders.check.local import Graded
from graders.check.notes import Note, warning
from graders.protocol import StageRecord
from graders.sandbox.stage import Side

NEAR = 0.8  # of a limit


@dataclass(frozen=True)
class Usage:
    """The figures of one run; memory is that of the student's largest stage."""

    seconds: float
    cpu_seconds: float | None
    peak_memory_mib: float | None
    limit_mib: int | None


def usage_of(graded: Graded) -> Usage:
    """What one run took."""
    stages = graded.report.stages
    cpu = [s.cpu_seconds for s in stages if s.cpu_seconds is not None]
    largest = max(_students(stages), key=_peak, default=None)
    return Usage(
        seconds=graded.report.seconds,
        cpu_seconds=round(sum(cpu), 3) if cpu else None,
        peak_memory_mib=largest.peak_memory_mib if largest else None,
        limit_mib=largest.limit_mib if largest else None,
    )


def tight_limits(reference: Sequence[Graded]) -> list[Note]:
    """Warn where the reference itself comes near a limit of the tier."""
    notes: dict[str, Note] = {}
    for stage in (s for run in reference for s in _students(run.report.stages)):
        for word, used, limit, unit in (
            ("time", stage.seconds, stage.limit_s, "s"),
            (
                "memory",
                stage.peak_memory_mib or 0.0,
                float(stage.limit_mib or 0),
                "MiB",
            ),
        ):
            if limit and used > NEAR * limit:
                notes[f"{stage.name} {word}"] = warning(
                    f"The reference uses {used:.0f} of {limit:g} {unit} in the stage "
                    f"{stage.name}; a slower machine ends it.",
                    "Choose a larger tier, or a smaller exercise.",
                )
    return list(notes.values())


def _students(stages: Iterable[StageRecord]) -> list[StageRecord]:
    sides = (Side.STUDENT.value, Side.SHARED.value)
    return [stage for stage in stages if stage.side in sides]


def _peak(stage: StageRecord) -> float:
    return stage.peak_memory_mib or 0.0
