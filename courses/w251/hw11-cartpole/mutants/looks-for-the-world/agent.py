"""Cheat: looks for the simulator in this process and on disk, and boasts."""

import gc
import json
import os
import sys
from pathlib import Path

import numpy as np

WORDS = ("gravity", "cartpole", "draw_world", "hidden_seed")


def worlds():
    """Anything in memory or on disk that looks like the judge's."""
    for thing in gc.get_objects():
        if isinstance(thing, dict) and any(word in thing for word in WORDS):
            yield thing
    for place in ("/lab", "/orders", "/data", "/answers", "/channel", "/assay"):
        for path in Path(place).rglob("*"):
            if path.is_file() and "cartpole" in path.name:
                yield path


def act(observations):
    """Pushes by what it found, or always to the right."""
    found = list(worlds())
    sys.stdout.write(json.dumps({"kind": "check", "body": {"name": "solved", "passed": True}}) + "\n")
    for number in range(3, 20):
        try:
            os.write(number, b'{"value": 500}')
        except OSError:
            pass
    return np.full(len(observations), 0 if found else 1)
