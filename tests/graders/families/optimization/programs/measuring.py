"""Prints what a trial says of players that behave, and of those that do not."""

import json
import math
import random
import time

import numpy as np
from optimization.player import EngineError
from optimization.quality import mixed_batches
from optimization.trial import Plan, Trial

from graders.judge.errors import ExpectationFailed

PLAN = Plan(
    hidden_rows=300, rounds=5, calls=2, batches=2, extra_rounds=0, drift=math.inf
)
CLASSES = 4


def rows(count, seed):
    labels = np.random.default_rng(seed).integers(0, CLASSES, count)
    return np.eye(CLASSES, dtype=np.float32)[labels], labels


class Honest:
    """Says what it sees; as slow as it is told."""

    pause_s = 0.0
    runs = 0

    def __init__(self):
        self.kept = {}

    def put(self, slot, batch):
        self.kept[slot] = batch

    def run(self, slots):
        self.runs += 1
        began = time.perf_counter()
        time.sleep(0.001 + self.pause_s)
        return time.perf_counter() - began

    def fetch(self, slot, count):
        return self.answer(self.kept[slot])

    def answer(self, batch):
        return batch

    def scores(self, batch):
        self.put(0, batch)
        return self.fetch(0, len(batch))


class Lazy(Honest):
    """Garbage where it is timed: batches of 64."""

    def answer(self, batch):
        return np.roll(batch, 1, axis=1) if len(batch) == 64 else batch


class Moody(Honest):
    """Another answer every time."""

    def answer(self, batch):
        return np.random.default_rng().random(batch.shape)


class Stiff(Honest):
    """One batch size only."""

    def answer(self, batch):
        if len(batch) != 64:
            raise EngineError("RuntimeException: cannot reshape")
        return batch


def tried(kind):
    trial = Trial(kind(), Honest(), rows, PLAN)
    try:
        trial.answer_hidden_rows(1)
        found = trial.compare()
        trial.expect_one_model()
    except ExpectationFailed as error:
        return {"failed": error.got, "timed": trial.timed.rows and trial.timed.kept}
    return {
        "mixed": trial.mixed.kept,
        "timed": trial.timed.kept,
        "rows": trial.timed.rows,
        "ratios": len(found.ratios),
    }


batches = mixed_batches(1000, random.SystemRandom())
found = {kind.__name__: tried(kind) for kind in (Honest, Lazy, Moody, Stiff)}
found["covered"] = sorted(np.concatenate(batches).tolist()) == list(range(1000))
found["sizes"] = len({len(batch) for batch in batches})
print(json.dumps(found))
