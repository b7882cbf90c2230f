"""A category's percentage: what counts, what is dropped, what it is capped at."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One cell as far as a total needs it."""

    points: float | None
    max_points: float
    is_excused: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is in the total; what is not leaves its weight to the rest."""
        return self.points is not None and not self.is_excused and self.max_points > 0

    @property
    def ratio(self) -> float:
        """The share of the points; above 1 with a bonus."""
        return (self.points or 0.0) / self.max_points


@dataclass(frozen=True)
class CategoryRules:
    """What the course says of a category.

    ``cap`` is the most percent it can give, ``required`` the least percent to pass the
    course. Extra credit comes on top of the others, whose weights add up to 100.
    """

    slug: str
    title: str = ""
    weight: float = 0.0
    split: str = "even"  # or "points"
    drop_lowest: int = 0
    marks: str = "points"
    cap: float | None = None
    required: float | None = None
    is_extra: bool = False


@dataclass(frozen=True)
class CategoryGrade:
    """A category's percentage; ``shares`` add up to 1 over what counts.

    ``percent`` is None while nothing counts. ``weight`` is its part of the course now,
    from 0 to 1, after categories without a grade left theirs to the others.
    """

    rules: CategoryRules
    percent: float | None = None
    uncapped: float | None = None
    shares: tuple[float, ...] = ()
    dropped: frozenset[int] = frozenset()
    weight: float = 0.0

    @property
    def is_missed(self) -> bool:
        """Whether it must be passed, and is not so far."""
        required = self.rules.required
        return (
            required is not None
            and self.percent is not None
            and self.percent < required - 1e-9
        )


def grade_category(parts: Sequence[Part], rules: CategoryRules) -> CategoryGrade:
    """Return the category's grade.

    ``even`` weighs every assignment alike, ``points`` by its points. The lowest ones
    are dropped, never the last one.
    """
    there = sorted(
        (number for number, part in enumerate(parts) if part.counts),
        key=lambda number: parts[number].ratio,
    )
    drops = min(rules.drop_lowest, max(0, len(there) - 1))
    dropped, kept = frozenset(there[:drops]), there[drops:]
    if not kept:
        return CategoryGrade(rules, shares=(0.0,) * len(parts))
    sizes = {n: parts[n].max_points if rules.split == "points" else 1.0 for n in kept}
    whole = sum(sizes.values())
    shares = tuple(sizes.get(number, 0.0) / whole for number in range(len(parts)))
    uncapped = 100.0 * sum(shares[number] * parts[number].ratio for number in kept)
    capped = uncapped if rules.cap is None else min(rules.cap, uncapped)
    return CategoryGrade(rules, capped, uncapped, shares, dropped)


def percent(parts: Sequence[Part], *, split: str, drop_lowest: int) -> float | None:
    """Return a category's percentage, or None while nothing in it counts."""
    rules = CategoryRules("", split=split, drop_lowest=drop_lowest)
    return grade_category(parts, rules).percent
