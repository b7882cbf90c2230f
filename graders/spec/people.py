"""Assignments with nothing to hand in: attendance, a talk; people give the points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graders.spec.model import Grade, Submit
from graders.spec.tiers import TIERS

# Nobody judges these: the grade follows from registers, or from what a team says.
FOLLOWING = ("attendance", "peer_rating")
NOTHING = Submit(files=())
BY_PEOPLE = Grade(family="", image="", tier="", limits=TIERS["T1"], judge_image="")


def one_check(about: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the check of an assignment that names none: all points, one grade."""
    return [
        {
            "name": "grade",
            "title": about["title"] or "Grade",
            "points": about["points"] or 0,
        }
    ]
