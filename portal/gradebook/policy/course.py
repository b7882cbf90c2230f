"""The course's total, its rounding and its letter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from portal.gradebook.policy.categories import (
    CategoryGrade,
    CategoryRules,
    Part,
    grade_category,
)

ROUNDINGS = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
}
EXACT = Decimal("1e-9")  # a sum of floats is read to so much


@dataclass(frozen=True)
class FinalRules:
    """How the percentage becomes a grade: absolute, never curved.

    ``letters`` are (letter, least percent). ``cap`` is the most percent there is.
    """

    letters: tuple[tuple[str, float], ...] = ()
    rounding: str = "none"
    decimals: int = 0
    cap: float | None = None


@dataclass(frozen=True)
class CourseRules:
    """The course's policy, as far as totals need it."""

    categories: tuple[CategoryRules, ...] = ()
    final: FinalRules = FinalRules()


@dataclass(frozen=True)
class CourseGrade:
    """What a student has in the course so far.

    ``percent`` is as computed, ``rounded`` as the course states its rounding; the
    letter follows the rounded one. ``missed`` are categories that must be passed.
    """

    percent: float | None = None
    rounded: float | None = None
    letter: str = ""
    categories: tuple[CategoryGrade, ...] = ()
    missed: tuple[CategoryRules, ...] = ()
    uncapped: float | None = None


def grade_course(
    parts: Mapping[str, Sequence[Part]], rules: CourseRules
) -> CourseGrade:
    """Return the grade that ``parts``, by category, make so far."""
    grades = [grade_category(parts.get(c.slug, ()), c) for c in rules.categories]
    categories = weighted(grades)
    uncapped = total_of(categories)
    cap = rules.final.cap
    value = uncapped
    if value is not None and cap is not None:
        value = min(cap, value)
    missed = tuple(one.rules for one in categories if one.is_missed)
    shown = None if value is None else rounded(value, rules.final)
    letter = "" if shown is None else letter_of(shown, rules.final.letters)
    if missed and letter:
        letter = min(rules.final.letters, key=lambda pair: pair[1])[0]
    return CourseGrade(value, shown, letter, categories, missed, uncapped)


def weighted(grades: Sequence[CategoryGrade]) -> tuple[CategoryGrade, ...]:
    """Return the categories with their part of the course now.

    Those that have a grade share the whole by their weights; extra credit keeps its
    own percent, on top.
    """
    whole = sum(
        one.rules.weight
        for one in grades
        if one.percent is not None and not one.rules.is_extra
    )
    return tuple(replace(one, weight=_weight(one, whole)) for one in grades)


def total_of(categories: Iterable[CategoryGrade]) -> float | None:
    """Return the percentage; None while no category but extra credit has one."""
    there = [one for one in categories if one.percent is not None and one.weight > 0]
    if all(one.rules.is_extra for one in there):
        return None
    return sum(one.weight * (one.percent or 0.0) for one in there)


def total(categories: Iterable[tuple[float, float | None]]) -> float | None:
    """Return the course percentage of (weight, percentage) pairs that have one."""
    grades = [
        CategoryGrade(CategoryRules("", weight=weight), value)
        for weight, value in categories
    ]
    return total_of(weighted(grades))


def rounded(percent: float, rules: FinalRules) -> float:
    """Return ``percent`` rounded as the course states; "none" leaves it."""
    how = ROUNDINGS.get(rules.rounding)
    if how is None:
        return percent
    exact = Decimal(repr(percent)).quantize(EXACT)
    return float(exact.quantize(Decimal(1).scaleb(-rules.decimals), rounding=how))


def letter_of(percent: float, letters: Iterable[tuple[str, float]]) -> str:
    """Return the best letter whose least percent is reached, or none."""
    reached = [(least, name) for name, least in letters if percent >= least - 1e-9]
    return max(reached)[1] if reached else ""


def _weight(one: CategoryGrade, whole: float) -> float:
    if one.percent is None:
        return 0.0
    if one.rules.is_extra:
        return one.rules.weight / 100.0
    return one.rules.weight / whole if whole > 0 else 0.0
