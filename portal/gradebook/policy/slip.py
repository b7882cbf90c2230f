"""The best use of a student's slip days over a whole term."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CLOSE = 9  # decimals that two sums must share to be the same


@dataclass(frozen=True)
class Group:
    """The counting assignments of one category.

    ``worth[i][k]`` is what assignment ``i`` gives, in percent, when up to ``k`` slip
    days may go to it: never less for more days. ``shares`` say how the category is
    split (None: evenly over what is left after dropping), ``weight`` what it is worth.
    """

    worth: tuple[tuple[float, ...], ...]
    weight: float = 1.0
    drop_lowest: int = 0
    shares: tuple[float, ...] | None = None
    cap: float | None = None


@dataclass(frozen=True)
class _Use:
    """A way to spend: what it gives, and the days of each assignment."""

    value: float = 0.0
    days: tuple[int, ...] = ()

    @property
    def rank(self) -> tuple[float, int, tuple[int, ...]]:
        """More is better, then fewer days, then days on earlier assignments."""
        return (round(self.value, CLOSE), -sum(self.days), self.days)


def best_use(groups: Sequence[Group], budget: int) -> tuple[tuple[int, ...], ...]:
    """Return the days for each assignment of each group that earn the most together.

    Exact: over all ways to spend at most ``budget`` days, with the lowest dropped
    after spending where a category is split evenly. Of equal ways, the fewest days.
    """
    best = [_Use() for _ in range(budget + 1)]
    sizes = []
    for group in groups:
        own = _of_group(group, budget)
        best = [_best(_joined(best, own, days)) for days in range(budget + 1)]
        sizes.append(len(group.worth))
    return _split(best[budget].days, sizes)


def _of_group(group: Group, budget: int) -> list[_Use]:
    """Return the best use of at most 0, 1, … ``budget`` days within one group."""
    count = len(group.worth)
    drops = 0
    if group.shares is None:
        drops = min(group.drop_lowest, max(0, count - 1))
    # table[d][b]: the best with d assignments dropped and at most b days spent.
    table: list[list[_Use | None]] = [[None] * (budget + 1) for _ in range(drops + 1)]
    table[0] = [_Use() for _ in range(budget + 1)]
    for number, worth in enumerate(group.worth):
        share = 1.0 if group.shares is None else group.shares[number]
        table = [
            [_next(table, worth, share, dropped, b) for b in range(budget + 1)]
            for dropped in range(drops + 1)
        ]
    over = max(1, count - drops) if group.shares is None else 1
    return [_weighed(use or _Use(), group, over) for use in table[drops]]


def _next(
    table: Sequence[Sequence[_Use | None]],
    worth: tuple[float, ...],
    share: float,
    dropped: int,
    budget: int,
) -> _Use | None:
    """Return the best with one more assignment: dropped, or given 0 to budget days."""
    found = []
    if dropped and (before := table[dropped - 1][budget]) is not None:
        found.append(_Use(before.value, (*before.days, 0)))
    for days in range(budget + 1):
        if days and worth[days] <= worth[days - 1]:
            continue
        before = table[dropped][budget - days]
        if before is not None:
            value = before.value + share * worth[days]
            found.append(_Use(value, (*before.days, days)))
    return _best(found) if found else None


def _weighed(use: _Use, group: Group, over: int) -> _Use:
    value = use.value / over
    if group.cap is not None:
        value = min(group.cap, value)
    return _Use(group.weight * value, use.days)


def _joined(first: list[_Use], second: list[_Use], budget: int) -> Iterable[_Use]:
    for days in range(budget + 1):
        one, two = first[days], second[budget - days]
        yield _Use(one.value + two.value, one.days + two.days)


def _best(uses: Iterable[_Use]) -> _Use:
    return max(uses, key=lambda use: use.rank)


def _split(days: tuple[int, ...], sizes: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    parts = []
    for size in sizes:
        parts.append(days[:size])
        days = days[size:]
    return tuple(parts)
