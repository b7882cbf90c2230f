"""The [[slots]] of a presentation: who can do what at which sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graders.spec.keys import ASSIGNMENT_TABLES
from graders.spec.model import SlotSpec
from graders.spec.problems import Place
from graders.spec.tables import read_rows

KIND = "presentation"


def read_slots(raw: Any, kind: str | None, place: Place) -> tuple[SlotSpec, ...]:
    """Read the slots; no role stands twice at one session."""
    rows = read_rows(raw, ASSIGNMENT_TABLES["slots"], place)
    if rows and kind not in (KIND, None):
        place.refuse(f'belongs to the kind "{KIND}"; this assignment is of another')
    slots, taken = [], set()
    for number, row in enumerate(rows, 1):
        if row["sessions"] == ():
            place.at(number).at("sessions").refuse("is empty; name at least one")
        slot = SlotSpec(**{**row, "sessions": row["sessions"] or ()})
        for unit in slot.sessions:
            if (unit, slot.role) in taken:
                place.at(number).at("sessions").refuse(
                    f"session {unit} has a slot for {slot.role!r} already"
                )
            taken.add((unit, slot.role))
        slots.append(slot)
    return tuple(slots)


def check_slots(slots: Iterable[SlotSpec], units: Iterable[int], place: Place) -> None:
    """Note each session that the course does not have."""
    known = sorted(units)
    for number, slot in enumerate(slots, 1):
        for unit in slot.sessions:
            if unit not in known:
                listed = ", ".join(map(str, known)) or "none"
                place.at(number).at("sessions").refuse(
                    f"there is no session {unit}; allowed: {listed}"
                )


def slot_from_json(data: Mapping[str, Any]) -> SlotSpec:
    """Return the slot that a version keeps as ``data``."""
    return SlotSpec(**{**data, "sessions": tuple(data["sessions"])})
