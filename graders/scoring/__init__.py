"""From what a judge found to points: pure, so the same everywhere and every time."""

from graders.scoring.curves import (
    CURVES,
    CurveError,
    curve_corners,
    curve_problem,
    curve_share,
    is_falling,
)
from graders.scoring.rubric import CriterionLine, RubricScore, rubric_score
from graders.scoring.score import Score, ScoreLine, score

__all__ = [
    "CURVES",
    "CriterionLine",
    "CurveError",
    "RubricScore",
    "Score",
    "ScoreLine",
    "curve_corners",
    "curve_problem",
    "curve_share",
    "is_falling",
    "rubric_score",
    "score",
]
