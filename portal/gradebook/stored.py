"""How a student's row is written down: one list, the cells one after the other.

A list of lists would read better, and costs a page of 5,000 students twice the time:
Python looks through every list that it has just read for what may be thrown away.
"""

from collections.abc import Iterable, Sequence
from typing import Any

FORMAT = 3  # of what is stored; another one is computed anew

LATE, OVERRIDE, EXCUSED, INCOMPLETE, MISSING, ADJUSTED, PENDING, ALONE, NOTHING = (
    1 << place for place in range(9)
)
# Where in the list of a cell, and how long that is.
POINTS, MARKS, SCORE, NUMBER, WAITING = range(5)
WIDTH = 5

Stored = list[Any]  # [points, marks, score, submission number, pending points]


def flat(cells: Iterable[Stored]) -> list[Any]:
    """Return a row's cells as they are stored."""
    return [value for cell in cells for value in cell]


def cells_of(row: Sequence[Any]) -> list[Stored]:
    """Return a stored row's cells."""
    return [list(row[n : n + WIDTH]) for n in range(0, len(row), WIDTH)]
