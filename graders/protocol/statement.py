"""What an existing autograder states of a submission; nobody else has checked it.

The names are those of Gradescope's results.json, so that a report can be written back
as one. Defaults are filled in: what a reader sees is what counts.
"""

import math
from dataclasses import dataclass, field
from typing import Any, Dict, Optional, Tuple

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
FORMATS = ("text", "html", "simple_format", "md", "ansi")
STATUSES = ("passed", "failed")
ORDERS = ("asc", "desc")


@dataclass(frozen=True)
class StatedTest:
    """One test of an autograder."""

    name: str = ""
    number: str = ""
    score: Optional[float] = None
    max_score: Optional[float] = None
    status: str = ""  # of STATUSES, or empty: none was said and none follows
    output: str = ""
    output_format: str = "text"
    name_format: str = "text"
    tags: Tuple[str, ...] = ()
    visibility: str = "visible"
    extra_data: Dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _refuse_others("visibility", self.visibility, VISIBILITIES)
        _refuse_others("output_format", self.output_format, FORMATS)
        _refuse_others("name_format", self.name_format, FORMATS)
        _refuse_others("status", self.status, ("", *STATUSES))


@dataclass(frozen=True)
class Standing:
    """A line of an autograder's leaderboard; ``value`` is a number or a short text."""

    name: str
    value: Any
    order: str = "desc"

    def __post_init__(self) -> None:
        _refuse_others("order", self.order, ORDERS)
        if type(self.value) not in (int, float, str):
            raise ValueError(f"{self.name}: a standing is a number or a text")
        if type(self.value) is float and not math.isfinite(self.value):
            raise ValueError(f"{self.name}: {self.value} is not a number to rank")


@dataclass(frozen=True)
class Statement:
    """All that one run of an autograder stated.

    ``score`` is its own total: the one it named, else the sum of its tests. ``stdout``
    is what it printed, which students see only where ``stdout_visibility`` says so.
    """

    score: float
    execution_time: Optional[float] = None
    output: str = ""
    output_format: str = "text"
    visibility: str = "visible"
    stdout: str = ""
    stdout_visibility: str = "hidden"
    tests: Tuple[StatedTest, ...] = ()
    leaderboard: Tuple[Standing, ...] = ()
    extra_data: Dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _refuse_others("visibility", self.visibility, VISIBILITIES)
        _refuse_others("stdout_visibility", self.stdout_visibility, VISIBILITIES)
        _refuse_others("output_format", self.output_format, FORMATS)


def strictest(visibilities: Tuple[str, ...]) -> str:
    """The visibility under which everything may be shown together."""
    order = VISIBILITIES.index
    return max(visibilities, key=order, default=VISIBILITIES[0])


def _refuse_others(name: str, value: str, allowed: Tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} is {value!r:.60}; allowed: {', '.join(allowed)}")
