"""Looks at a model file without running it: what it holds, or why that is the end."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.optimization import stages
from graders.families.optimization.inside import facts
from graders.protocol import Outcome
from graders.protocol.orders import Orders
from graders.sandbox.stage import Cause, Side

INSPECT = Step(
    "inspect", "Your model file, read and not run", Side.JUDGE, is_public=True
)
FACTS_BYTES = 2**18
LOUD = 128  # exit codes above it tell of a signal


@dataclass(frozen=True)
class Seen:
    """Copies of both files, each in a folder of its own, and their facts."""

    model: Path
    reference: Path
    facts: dict[str, Any]  # as facts.read takes them: "model", "reference"


def look(bench: Bench) -> Seen | Ending:
    """Copy and inspect what was handed in, and what it is compared with."""
    job, work = bench.job, bench.job.work
    supplied = job.public / str(job.lease.options.get("reference", "float.onnx"))
    if not supplied.is_file():
        note = f"starter/data has no {supplied.name}."
        return Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=note)
    model = stages.copy_model(work, "model", job.submission / stages.MODEL)
    reference = stages.copy_model(work, "float", supplied)
    found = _inspect(bench, model, reference)
    return found if isinstance(found, Ending) else Seen(model, reference, found)


def _inspect(bench: Bench, model: Path, reference: Path) -> dict[str, Any] | Ending:
    """What the file holds, or why that is the end."""
    job = bench.job
    orders = Orders((), options=job.lease.options)
    code = stages.copy_code(job.work, "inspect-code", ("protocol",))
    folder = mounts.write_orders(job.work, "inspect-orders", orders)
    bench.start(stages.inspect(job, code, folder, model, reference))
    end = bench.finish(INSPECT.name)
    if bench.is_cancelled:
        return ending.CANCELLED
    if end.cause is not Cause.EXITED or (end.exit_code or 0) > LOUD:
        said = "model.onnx could not be read within the limits of time and memory."
        return Ending(Outcome.UNGRADABLE, said, "Try onnx.load on it.")
    if end.exit_code != 0 or stages.FACTS not in end.collected:
        note = f"inspect: exit code {end.exit_code}, {bench.last_line(INSPECT.name)}"
        return Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=note)
    return _facts(end.collected[stages.FACTS])


def _facts(path: Path) -> dict[str, Any] | Ending:
    if path.stat().st_size > FACTS_BYTES:
        return Ending(Outcome.UNGRADABLE, "model.onnx has too many names to list.")
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if refused := found["refused"]:
            sentence, hint = (str(refused[key])[:1000] for key in ("sentence", "hint"))
            return Ending(Outcome.UNGRADABLE, sentence, hint)
        for side in ("model", "reference"):
            facts.read(found[side])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        note = f"inspect left no facts that can be read: {error}"
        return Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=note)
    return found
