"""Checks the shape of what a student's program answers before anything reads it."""

from typing import Any

from graders.judge.errors import ExpectationFailed
from graders.judge.verdict import expect
from graders.protocol.calls import numpy


def whole_numbers(got: Any, what: str, *, count: int, low: int, high: int) -> Any:
    """``got`` as an array of so many whole numbers in range, or the check fails."""
    wanted = f"{what}: {count} whole numbers from {low} to {high}"
    if type(got) in (list, tuple) and all(type(each) is int for each in got):
        got = numpy.array(got, dtype=numpy.int64) if len(got) == count else got
    if not isinstance(got, numpy.ndarray):
        said = f"{what} is a {type(got).__name__}"
        if type(got) in (list, tuple):
            said += f" of {len(got)}"
        raise ExpectationFailed(said, expected=wanted, kind="type")
    said = f"{what} of shape {got.shape} and type {got.dtype}"
    fits = got.shape == (count,) and got.dtype.kind in "iu"
    expect(fits, said, expected=wanted, kind="type")
    is_in_range = bool(((got >= low) & (got <= high)).all())
    expect(is_in_range, f"{what} has numbers out of range", expected=wanted)
    return got


def expect_above_chance(quality: float, chance: float, what: str) -> None:
    """Fail a model that is no better than guessing, with what that mostly means."""
    expect(
        quality > 1.5 * chance,
        f"{what} {quality:.3g}: about what guessing gives",
        expected=f"well above {chance:.3g}",
        hint="Answer i belongs to input i: keep their order.",
    )
