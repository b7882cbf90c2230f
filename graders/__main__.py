"""python -m graders: what authors and operators can do without a portal."""

from __future__ import annotations

import importlib
import signal
import sys
from collections.abc import Mapping
from types import FrameType

# A command's module is imported only when it is asked for.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "archive": ("graders.families.archive.commands", "build existing autograders"),
    "check": ("graders.check.courses", "run an assignment's reference and mutants"),
    "grade": ("graders.check.grading", "grade a folder here, without a portal"),
    "new": ("graders.authoring.new", "make an assignment's folder to start from"),
    "import": ("graders.importing.commands", "take in nbgrader, Otter or a zip"),
    "images": ("graders.sandbox.commands", "build and list lab images"),
    "runs": ("graders.check.runs", "turn a text into numbers that tell copies of it"),
}


def main(argv: list[str]) -> int:
    """Hand ``argv`` to its command; 2 when there is no such command."""
    if not argv or argv[0] not in COMMANDS:
        print("usage: python -m graders COMMAND ...\n")
        for name, (_, what) in COMMANDS.items():
            print(f"  {name:8} {what}")
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    module = importlib.import_module(COMMANDS[argv[0]][0])
    code: int = module.main(argv[1:])
    return code


def leave(number: int, frame: FrameType | None) -> None:
    """End as by Ctrl-C: whoever started containers ends them on the way out."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, leave)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)
