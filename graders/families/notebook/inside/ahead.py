"""Imports what the cells are going to import, while the judge still starts."""

import contextlib
import importlib
import re
import sys
from pathlib import Path
from typing import List

# What takes a tenth of a second and more, and does not mind a fork behind it.
LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib", "sklearn", "torch")
# In JSON a line begins behind a quotation mark, a blank, or the two letters of `\n`.
IMPORTED = re.compile(
    rf"(?:\\n|\b)(?:import|from)\s+({'|'.join(LIBRARIES)})\b".encode()
)
LARGEST_READ = 2**20
# Who sets the environment means a library to read it when it is imported.
SETS = (b"environ", b"putenv", b"%env", b"%set_env")


def wanted(notebook: Path) -> List[str]:
    """The libraries that the notebook names, as far as it can't tell the difference."""
    try:
        if notebook.stat().st_size > LARGEST_READ:
            return []
        text = notebook.read_bytes()
    except OSError:  # the judge hears of it when it asks
        return []
    if any(word in text for word in SETS):
        return []
    named = {found.decode() for found in IMPORTED.findall(text)}
    return [name for name in LIBRARIES if name in named]


def import_ahead(notebook: Path) -> None:
    """Import them; what can't be imported, the cell that wants it will say."""
    for name in wanted(notebook):
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def draw_anew() -> None:
    """In a fork: NumPy drew its seed at its import, and every run draws its own."""
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
