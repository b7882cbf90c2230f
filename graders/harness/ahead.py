"""Imports what a student's code is going to import, while the judge still starts."""

import contextlib
import importlib
import re
import sys
from pathlib import Path
from typing import Iterable, List

# What takes a tenth of a second and more, and does not mind a fork behind it.
LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib", "sklearn", "torch")
# A line of Python, or one of a notebook: in JSON it begins behind a quotation mark or
# the two letters of `\n`.
IMPORTED = re.compile(
    rf"""(?m)(?:^|"|\\n)[ \t]*(?:import|from)[ \t]+({"|".join(LIBRARIES)})\b""".encode()
)
LARGEST_READ = 2**20
# Who sets the environment means a library to read it when it is imported.
SETS = (b"environ", b"putenv", b"%env", b"%set_env")


def import_ahead(files: Iterable[Path]) -> None:
    """Import what ``files`` name; of what can't be had their own line will tell."""
    for name in wanted(files):
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def wanted(files: Iterable[Path]) -> List[str]:
    """The libraries that the files name, as far as they can't tell the difference."""
    text = b"\n".join(map(_read, files))
    if any(word in text for word in SETS):
        return []
    named = {found.decode() for found in IMPORTED.findall(text)}
    return [name for name in LIBRARIES if name in named]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.stat().st_size <= LARGEST_READ else b""
    except OSError:  # the judge hears of it when it asks
        return b""


def draw_anew() -> None:
    """In a fork: NumPy drew its seed at its import, and every run draws its own."""
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
