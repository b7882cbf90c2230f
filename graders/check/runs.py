"""python -m graders runs FILE: the numbers that tell a text, without its words."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from graders.families.written.inside.likeness import runs_of
from graders.families.written.inside.words import words_of


def main(argv: list[str]) -> int:
    """Print a number a line, for hidden/sources/NAME.runs; 1 for too short a text."""
    parser = argparse.ArgumentParser(prog="python -m graders runs")
    parser.add_argument("file", type=Path, help="plain text or Markdown")
    text = parser.parse_args(argv).file.read_text("utf-8")
    found = runs_of(words_of(text))
    if not found:
        sys.stderr.write("There are no five words that follow each other.\n")
        return 1
    sys.stdout.write("".join(f"{run:012x}\n" for run in sorted(found)))
    return 0
