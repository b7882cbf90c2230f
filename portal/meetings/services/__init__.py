"""Every write about what happens in class."""

from portal.meetings.services.listed import SlotsChange, sync_slots
from portal.meetings.services.ratings import (
    Opinion,
    enter_ratings,
    rate_for,
    rate_team,
)
from portal.meetings.services.register import (
    Said,
    Taken,
    take_register,
    take_registers,
    undo_mark,
)
from portal.meetings.services.slots import (
    assign_place,
    close_slot,
    leave_place,
    open_slot,
    remove_place,
    take_place,
)

__all__ = [
    "Opinion",
    "Said",
    "SlotsChange",
    "Taken",
    "assign_place",
    "close_slot",
    "enter_ratings",
    "leave_place",
    "open_slot",
    "rate_for",
    "rate_team",
    "remove_place",
    "sync_slots",
    "take_place",
    "take_register",
    "take_registers",
    "undo_mark",
]
