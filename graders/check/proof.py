"""The proof that a version was tried: its digest, images and figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graders.check.expecting import Case
from graders.check.local import Graded
from graders.spec import AssignmentSpec


def write_proof(
    folder: Path, spec: AssignmentSpec, tried: Sequence[tuple[Case, Graded]]
) -> Path:
    """Write ``folder/DIGEST.json``; only for versions that did as expected.

    A proof from a sandbox that isolates is not replaced by one from one that does not.
    """
    first = tried[0][1].report
    path = folder / f"{spec.digest}.json"
    if first.sandbox == "process" and _is_isolated(path):
        return path
    proof = {
        "version": spec.digest,
        "assignment": spec.slug,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sandbox": first.sandbox,
        "image": dict(first.image),
        "judge_image": dict(first.judge_image),
        "environment": dict(first.environment),
        "cases": [_case(case, graded) for case, graded in tried],
    }
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(proof, indent=2) + "\n", encoding="utf-8")
    return path


def _is_isolated(path: Path) -> bool:
    if not path.is_file():
        return False
    return bool(json.loads(path.read_text("utf-8"))["sandbox"] != "process")


def _case(case: Case, graded: Graded) -> dict[str, Any]:
    report = graded.report
    return {
        "name": case.name,
        "expected": {"score": [case.low, case.high], "outcome": case.outcome.value},
        "points": graded.score.points,
        "outcome": report.outcome.value,
        "seconds": report.seconds,
        "measurements": {m.name: list(m.repeats) for m in report.measurements},
    }
