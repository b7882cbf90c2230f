"""Finds checks that never decide anything: no case loses points there."""

from __future__ import annotations

from collections.abc import Sequence

from graders.check.notes import Note, warning
from graders.check.trying import Tried
from graders.spec import AssignmentSpec

LOST = frozenset({"failed", "partly", "gate_failed"})


def idle_checks(spec: AssignmentSpec, tried: Sequence[Tried]) -> list[Note]:
    """Warn of every automatic check that all cases which got there passed."""
    lines = [line for t in tried for run in t.runs for line in run.score.lines]
    deciding = {line.name for line in lines if line.state in LOST}
    return [
        warning(
            f"{check.name} never decides anything: no case fails it or loses points.",
            "Add a mutant that should fail it, or leave the check out.",
        )
        for check in spec.checks
        if not check.is_manual and check.name not in deciding
    ]
