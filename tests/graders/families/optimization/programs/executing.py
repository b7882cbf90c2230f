"""Prints how an engine answers, to a judge and to a hostile model."""

import json

import numpy as np
from models import model, node, quantised, stored
from optimization.engine import Engine, options

from graders.protocol import calls


def engine(made):
    return Engine(made if isinstance(made, bytes) else made.SerializeToString())


def ask(one, **question):
    return one.answer(question)


rows = np.random.default_rng(1).random((5, 4)).astype(np.float32)
sound = engine(model())
found = {"loads": ask(sound, ask="load")}
found["puts"] = ask(sound, ask="put", slot=0, array=calls.encode(rows))
found["before-run"] = ask(sound, ask="fetch", slot=0)
found["runs"] = ask(sound, ask="run", slots=[0])
scores = calls.decode(ask(sound, ask="fetch", slot=0)["value"])
found["right"] = bool(np.allclose(scores, rows.sum(axis=1, keepdims=True)))
found["shape"] = list(scores.shape)
ask(sound, ask="put", slot=1, array=calls.encode(rows))
found["forgotten"] = ask(sound, ask="fetch", slot=0)
found["far-slot"] = ask(sound, ask="put", slot=10**6, array=calls.encode(rows))
found["wrong-width"] = ask(
    sound, ask="put", slot=0, array=calls.encode(rows[:, :2])
) and ask(sound, ask="run", slots=[0])
found["memory"] = ask(sound, ask="memory")["value"]
found["nonsense"] = ask(engine(b"nonsense"), ask="load")
mismatch = model(tensors=[stored("w", np.ones((7, 3), np.float32))])
found["mismatch"] = ask(engine(mismatch), ask="load")
nan = model(tensors=[stored("w", np.full((4, 3), np.nan, np.float32))])
hostile = engine(nan)
ask(hostile, ask="load")
ask(hostile, ask="put", slot=0, array=calls.encode(rows))
ask(hostile, ask="run", slots=[0])
try:
    calls.decode(ask(hostile, ask="fetch", slot=0)["value"])
    found["nan"] = "believed"
except calls.NotFiniteError:
    found["nan"] = "refused"
twice = engine(quantised())
ask(twice, ask="load")
answers = []
for _ in range(2):
    ask(twice, ask="put", slot=0, array=calls.encode(rows))
    ask(twice, ask="run", slots=[0])
    answers.append(ask(twice, ask="fetch", slot=0))
found["twice"] = answers[0] == answers[1]
found["threads"] = options().intra_op_num_threads
assert node
print(json.dumps(found))
