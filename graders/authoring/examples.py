"""The examples an author can start from: assignments of courses/examples."""

from __future__ import annotations

import tomllib
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "courses/examples"


class NoExampleError(Exception):
    """There is no example of that family; says which there are."""


def examples(folder: Path = EXAMPLES) -> dict[str, Path]:
    """Return the first example of each family, by the family's name."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*/assignment.toml")):
        family = tomllib.loads(path.read_text("utf-8"))["grade"]["family"]
        found.setdefault(family, path.parent)
    return found


def example(family: str, folder: Path = EXAMPLES) -> Path:
    """Return the example of ``family``; raise NoExampleError."""
    found = examples(folder)
    if family not in found:
        raise NoExampleError(
            f"There is no family {family!r}. Choose one of: {', '.join(found)}."
        )
    return found[family]
