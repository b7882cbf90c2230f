"""python -m optimization inspecting|engine|judging|trying ...: one stage's program."""

import importlib
import sys

# Each imports what only its own image has.
COMMANDS = ("inspecting", "engine", "judging", "trying")

if __name__ == "__main__":
    if sys.argv[1] not in COMMANDS:
        raise SystemExit(f"no stage is called {sys.argv[1]!r}")
    importlib.import_module(f"optimization.{sys.argv[1]}").main(*sys.argv[2:])
