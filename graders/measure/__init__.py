"""Numbers that hold: repeats, intervals, pairs, and when to refuse a number."""

from graders.measure.errors import TooFewError, TooNoisyError

__all__ = ["TooFewError", "TooNoisyError"]
