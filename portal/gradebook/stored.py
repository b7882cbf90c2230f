"""How a student's row is written down: short lists, one a cell."""

from typing import Any

FORMAT = 1  # of what is stored; another one is computed anew

LATE, OVERRIDE, EXCUSED, INCOMPLETE, MISSING, ADJUSTED, PENDING, ALONE, NOTHING = (
    1 << place for place in range(9)
)
# Where in the list of a cell.
POINTS, MARKS, SCORE, NUMBER, WAITING = range(5)

Stored = list[Any]  # [points, marks, score, submission number, pending points]
