"""From what a judge found to points: pure, so the same everywhere and every time."""

from graders.scoring.curves import CURVES, CurveError, curve_problem, curve_share
from graders.scoring.score import Score, ScoreLine, score

__all__ = [
    "CURVES",
    "CurveError",
    "Score",
    "ScoreLine",
    "curve_problem",
    "curve_share",
    "score",
]
