"""Trains once a seed; a training cut short may still be graded as saved before."""

from __future__ import annotations

import shutil

from graders.families import crowding, ending, mounts
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.training import stages
from graders.families.training.desk import Desk, Stop, Trained
from graders.families.training.preparing import Preparing
from graders.families.training.steps import INSPECT
from graders.protocol import Outcome
from graders.protocol.orders import Orders, TrainedRun
from graders.sandbox.stage import Cause, StageEnd

RENAME = (
    "Save to another name and rename it with os.replace, so that a whole model is "
    "there at any moment."
)


def train_all(desk: Desk, preparing: Preparing) -> None:
    """One training after the other, so that none slows another down."""
    for k, seed in enumerate(desk.job.lease.seeds, 1):
        _train(desk, preparing, k, seed)
    if any(not each.is_finished for each in desk.trained):
        _inspect(desk)


def _train(desk: Desk, preparing: Preparing, k: int, seed: int) -> None:
    name = f"train-{k}"
    spec = stages.train(
        desk.job,
        name,
        seed,
        data=preparing.data_for(k),
        on_metrics=desk.bench.open_log(f"metrics-{k}"),
    )
    desk.bench.start(spec)
    end = desk.bench.finish(name)
    if stages.METRICS in end.collected:
        metrics = end.collected[stages.METRICS]
        desk.bench.keep(f"metrics-{k}.jsonl", metrics)
    crowded = crowding.is_crowded()
    if found := crowding.starved(end, _what(desk, k), crowded=crowded):
        raise Stop(found)
    is_cut = _is_cut(desk, end)
    if not is_cut:
        desk.stop_if_bad(name, end, _what(desk, k), stages.MODEL)
    kept = mounts.make_folder(desk.answers, str(k))
    shutil.copyfile(end.collected[stages.MODEL], kept / stages.MODEL)
    trained = Trained(k, seed, end, is_finished=not is_cut, is_crowded=crowded)
    desk.trained.append(trained)
    if crowded:
        desk.bench.note(name, "This machine was crowded: only CPU time is charged.")


def _what(desk: Desk, k: int) -> str:
    return f"train.py (training {k} of {desk.count})"


def _is_cut(desk: Desk, end: StageEnd) -> bool:
    """Did its time run out where the assignment grades what was saved by then?"""
    allows = stages.option(desk.job, "checkpoints") and not desk.bench.is_cancelled
    ran_out = end.cause is Cause.TIMEOUT
    return bool(allows and ran_out and stages.MODEL in end.collected)


def _inspect(desk: Desk) -> None:
    """Let the judge say whether each model of a cut training is whole."""
    said = Findings()
    orders = Orders((), runs=trained_runs(desk), options=desk.job.lease.options)
    folder = mounts.write_orders(desk.job.work, "inspect-orders", orders)
    desk.open_answers()
    spec = stages.inspect(desk.job, desk.code, folder, desk.answers)
    desk.bench.start(spec, stdout=said.write)
    end = desk.bench.finish(INSPECT.name)
    if broken := ending.broken_judge(end, said):
        raise Stop(broken)
    seconds = desk.job.lease.limits.seconds
    for each in desk.trained:
        if each.is_finished:
            continue
        if said.phases.get(f"model-{each.k}") != "whole":
            sentence = (
                f"{_what(desk, each.k)} was stopped after {seconds:g} seconds, and "
                f"the {stages.MODEL} it left is not whole."
            )
            raise Stop(Ending(Outcome.TIMEOUT, sentence, RENAME))
        desk.bench.note(
            f"train-{each.k}",
            f"Stopped; graded with the model saved after {each.saved_at_s} seconds.",
        )


def verdict(desk: Desk) -> Ending:
    """Graded; and where trainings were cut, from which state."""
    cut = [each for each in desk.trained if not each.is_finished]
    if not cut:
        return ending.GRADED
    which = ", ".join(
        f"training {each.k} with the model it had saved after {each.saved_at_s} seconds"
        for each in cut
    )
    sentence = (
        f"{len(cut)} of {desk.count} trainings had not finished after "
        f"{desk.job.lease.limits.seconds:g} seconds; graded: {which}."
    )
    return Ending(Outcome.GRADED, sentence, "Train for less time, or faster.")


def trained_runs(desk: Desk) -> tuple[TrainedRun, ...]:
    """What the judge is told of every training."""
    return tuple(
        TrainedRun(
            seed=each.seed,
            folder=str(each.k),
            train_seconds=each.end.seconds,
            train_cpu_seconds=each.end.cpu_seconds or 0.0,
            predict_note=desk.notes.get(each.k, ""),
            predict_cpu_seconds=desk.predict_cpu.get(each.k, 0.0),
            is_finished=each.is_finished,
            is_crowded=each.is_crowded,
            network_bytes=each.end.network_bytes,
        )
        for each in desk.trained
    )
