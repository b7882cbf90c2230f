"""Slots of a presentation: rows of a form to [[slots]], and back."""

import re
from collections.abc import Iterator

from portal.lib.errors import InvalidError
from portal.setup.handmade.said import Rows, Table

RANGE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")
COUNTS = ("places", "notice_hours")


def slots_of(rows: Rows) -> Iterator[Table]:
    """Yield the slots; InvalidError where sessions can't be read."""
    for number, row in enumerate(rows, start=1):
        units = _units(row["sessions"], f"Slot {number}")
        counts = {key: row[key] for key in COUNTS if key in row}
        yield {"role": row["role"], "sessions": units, **counts}


def rows_of(slots: list[Table]) -> Iterator[Table]:
    """Yield the rows that ``slots_of`` makes these slots of."""
    for slot in slots:
        yield {**slot, "sessions": _shown(slot["sessions"])}


def _units(text: str, where: str) -> list[int]:
    units: list[int] = []
    for one in text.split(","):
        if not one.strip():
            continue
        found = RANGE.fullmatch(one.strip())
        if found is None:
            raise InvalidError(
                f"{where}: {one.strip()[:40]!r} is no session; write them as 2-7, 9."
            )
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            raise InvalidError(f"{where}: {one.strip()} runs backwards.")
        units += range(first, last + 1)
    return units


def _shown(units: list[int]) -> str:
    """Return numbers as 2-7, 9."""
    runs: list[list[int]] = []
    for unit in units:
        if runs and unit == runs[-1][-1] + 1:
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs)
