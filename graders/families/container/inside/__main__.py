"""python -m container reading|judging|advising ...: one stage's program."""

import importlib
import sys

COMMANDS = ("reading", "judging", "advising")

if __name__ == "__main__":
    if sys.argv[1] not in COMMANDS:
        raise SystemExit(f"no stage is called {sys.argv[1]!r}")
    importlib.import_module(f"container.{sys.argv[1]}").main(*sys.argv[2:])
