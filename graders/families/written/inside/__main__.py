"""python -m written reading|judging ...: one stage's program."""

import importlib
import sys

COMMANDS = ("reading", "judging")

if __name__ == "__main__":
    if sys.argv[1] not in COMMANDS:
        raise SystemExit(f"no stage is called {sys.argv[1]!r}")
    importlib.import_module(f"written.{sys.argv[1]}").main(*sys.argv[2:])
