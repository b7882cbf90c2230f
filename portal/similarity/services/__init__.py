"""Every write: asking for a comparison, making it, noting what came of a pair."""

from portal.similarity.services.making import compare_waiting
from portal.similarity.services.notes import (
    ask_for_comparison,
    record_names_shown,
    set_threshold,
    write_note,
)

__all__ = [
    "ask_for_comparison",
    "compare_waiting",
    "record_names_shown",
    "set_threshold",
    "write_note",
]
