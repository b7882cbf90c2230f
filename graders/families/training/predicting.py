"""Predicts with every model in a container that training never touched."""

from __future__ import annotations

import shutil
from pathlib import Path

from graders.families.training import stages
from graders.families.training.desk import Desk
from graders.families.training.steps import REHEARSE
from graders.sandbox.stage import StageEnd


def rehearse(desk: Desk) -> None:
    """A public run first, so that a predict.py that fails can be read about."""
    example = desk.job.public / stages.EXAMPLE
    if not example.is_file():
        return
    model = desk.model(1, "rehearse")
    desk.bench.start(stages.predict(desk.job, REHEARSE.name, model, example))
    end = desk.bench.finish(REHEARSE.name)
    what = "predict.py (on the public example)"
    desk.stop_if_bad(REHEARSE.name, end, what, stages.PREDICTIONS)


def predict_all(desk: Desk, inputs: Path) -> None:
    """All models side by side, after the last public stage."""
    numbers = range(1, desk.count + 1)
    for k in numbers:
        model = desk.model(k, "predict")
        desk.bench.start(stages.predict(desk.job, f"predict-{k}", model, inputs))
    ends = {k: desk.bench.finish(f"predict-{k}") for k in numbers}
    for k, end in ends.items():
        _keep(desk, k, end)


def _keep(desk: Desk, k: int, end: StageEnd) -> None:
    desk.stop_if_killed(end, f"predict.py (model {k})")
    desk.predict_cpu[k] = end.cpu_seconds or 0.0
    made = end.collected.get(stages.PREDICTIONS)
    if end.exit_code == 0 and made is not None:
        shutil.copyfile(made, desk.answers / str(k) / stages.PREDICTIONS)
    elif end.exit_code != 0:
        desk.notes[k] = "predict.py ended with an error."
    else:
        desk.notes[k] = "predict.py did not write it as a plain file."
