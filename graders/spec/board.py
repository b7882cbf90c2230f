"""The [board] of an assignment: by which measurements models are compared in public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graders.spec.keys import ASSIGNMENT_TABLES
from graders.spec.model import Board, Check
from graders.spec.problems import Place, suggestion
from graders.spec.tables import read_table


def read_board(raw: Any, checks: Sequence[Check], place: Place) -> Board | None:
    """Return the board, or None where the assignment has none.

    What a hidden check measures cannot stand on it.
    """
    if raw is None:
        return None
    values = read_table(raw, ASSIGNMENT_TABLES["board"], place)
    hidden = {check.measure or check.name for check in checks if check.is_hidden}
    for key in ("quality", "size", "latency"):
        if values[key] in hidden:
            place.at(key).refuse(f"{values[key]!r} is measured by a hidden check")
    open_names = [check.name for check in checks if not check.is_hidden]
    if values["gate"] and values["gate"] not in open_names:
        said = f"{values['gate']!r} is no visible check"
        place.at("gate").refuse(f"{said}; {suggestion(values['gate'], open_names)}")
    return Board(**values)
