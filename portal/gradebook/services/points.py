"""Refuses what is no grade."""

import math

from portal.assignments.models import Assignment
from portal.lib.errors import InvalidError

MOST_POINTS = 1e6


def refuse_points(points: float) -> None:
    """Refuse what is no number of points, NaN and infinities too."""
    if not 0 <= points <= MOST_POINTS:
        raise InvalidError("A grade is a number of points from 0 up.")


def refuse_above(assignment: Assignment, points: float) -> None:
    """Refuse more points than the assignment has."""
    version = assignment.published_version
    most = float(version.spec["points"]) if version else math.inf
    if points > most:
        raise InvalidError(
            f"{points:g} is more than the {most:g} points there are. If that is a "
            "bonus, say so; else write what is meant.",
            code="above_maximum",
        )
