"""The proof that a version was tried: its digest, its images, and the figures."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graders.check.checking import Result
from graders.check.spread import Spread, Value
from graders.check.trying import Tried
from graders.check.usage import usage_of
from graders.sandbox.stage import Sandbox

FORMAT = 2  # portal.assignments.proofs reads this one and refuses others


def write_proof(folder: Path, result: Result, sandbox: Sandbox) -> Path:
    """Write ``folder/DIGEST.json``; only for a whole result that is fine.

    A proof from a sandbox that isolates is not replaced by one from one that does not.
    """
    path = folder / f"{result.spec.digest}.json"
    if not sandbox.isolates and _is_isolated(path):
        return path
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(proof_of(result, sandbox), indent=2)
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


def proof_of(result: Result, sandbox: Sandbox) -> dict[str, Any]:
    """What ``manage.py course load`` reads, and staff see."""
    spec = result.spec
    images = [dict(sandbox.image_identity(name)) for name in result.images]
    return {
        "format": FORMAT,
        "version": spec.digest,
        "assignment": spec.slug,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sandbox": sandbox.name,
        "images": images,
        "environment": dict(result.reference[0].report.environment),
        **figures_of(result),
    }


def figures_of(result: Result) -> dict[str, Any]:
    """Everything a result says in numbers and sentences."""
    searched = result.searched
    mutants = [t for t in result.tried if t.case.is_mutant]
    return {
        "reference": _reference(result),
        "mutants": {
            "count": len(mutants),
            "runs": sum(len(t.runs) for t in mutants),
            "most_points": max((_most(t) for t in mutants), default=0.0),
        },
        "searched": {"stages": list(searched.stages), "files": searched.files},
        "failures": [asdict(n) for n in result.notes if n.is_failure],
        "warnings": [asdict(n) for n in result.notes if not n.is_failure],
        "cases": [_case(t) for t in result.tried],
    }


def _is_isolated(path: Path) -> bool:
    try:
        return bool(json.loads(path.read_text("utf-8"))["sandbox"] != "process")
    except (OSError, ValueError, KeyError, TypeError):
        return False  # nothing that is worth keeping


def _reference(result: Result) -> dict[str, Any] | None:
    if result.points is None:
        return None
    usages = [usage_of(run) for run in result.reference]
    peaks = [u.peak_memory_mib for u in usages if u.peak_memory_mib is not None]
    return {
        "runs": len(result.reference),
        "points": asdict(result.points),
        "seconds": asdict(Spread.of([u.seconds for u in usages])),
        "peak_memory_mib": max(peaks, default=None),
        "values": [_value(value) for value in result.values],
    }


def _value(value: Value) -> dict[str, Any]:
    check = value.check
    return {
        "check": check.name,
        "measure": check.measure,
        "unit": check.unit,
        "curve": {"kind": check.curve.kind, "numbers": list(check.curve.numbers)},
        "share": value.share,
        "distance": value.distance,
        "standard_deviations": value.sds,
        **asdict(value.spread),
    }


def _most(tried: Tried) -> float:
    return max((run.score.points for run in tried.runs), default=0.0)


def _case(tried: Tried) -> dict[str, Any]:
    case = tried.case
    return {
        "name": case.name,
        "expected": {"score": [case.low, case.high], "outcome": case.outcome.value},
        "complaints": [text for _, text in tried.complaints],
        "runs": [
            {
                "points": run.score.points,
                "outcome": run.report.outcome.value,
                **asdict(usage_of(run)),
                "measurements": {
                    m.name: list(m.repeats) for m in run.report.measurements
                },
                "stages": [
                    {
                        "name": stage.name,
                        "side": stage.side,
                        "cause": stage.cause,
                        "seconds": stage.seconds,
                        "limit_s": stage.limit_s,
                        "peak_memory_mib": stage.peak_memory_mib,
                        "limit_mib": stage.limit_mib,
                    }
                    for stage in run.report.stages
                ],
            }
            for run in tried.runs
        ],
    }
