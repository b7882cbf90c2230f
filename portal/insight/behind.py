"""Who is falling behind: a rule that says why, for people to act on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LOOKED_AT = 4  # assignments: the last ones that were due
TRIES_WITHOUT_SCORE = 5
LEAST_SIGNS = 2
MOST_OF_CLASS = 0.5


@dataclass(frozen=True)
class Item:
    """One student's cell of an assignment that was due."""

    title: str
    is_missing: bool
    is_late: bool
    percent: float | None
    pass_percent: float | None


@dataclass(frozen=True)
class Signs:
    """Why a student is on the list: a sentence each, and how much they weigh."""

    reasons: tuple[str, ...]
    weight: int


def signs(
    items: Sequence[Item], *, now_title: str = "", tries_without_score: int = 0
) -> Signs | None:
    """Return why somebody seems to fall behind, None where nothing much says so.

    ``items`` are their last assignments that were due, oldest first. Each missing one
    and each score below the pass mark is a sign, and so are five hand-ins of the
    present assignment without a score; one sign alone is nobody's business.
    """
    recent = items[-LOOKED_AT:]
    missing = [item.title for item in recent if item.is_missing]
    low = [item.title for item in recent if _is_low(item)]
    late = [item.title for item in recent if item.is_late]
    is_stuck = tries_without_score >= TRIES_WITHOUT_SCORE
    weight = len(missing) + len(low) + is_stuck + (len(late) > 1)
    if weight < LEAST_SIGNS:
        return None
    reasons = []
    if missing:
        reasons.append(f"nothing for {_listed(missing)}")
    if low:
        reasons.append(f"below the pass mark in {_listed(low)}")
    if len(late) > 1:
        reasons.append(f"late with {_listed(late)}")
    if is_stuck:
        said = f"{tries_without_score} hand-ins of {now_title} without a score"
        reasons.append(said)
    return Signs(tuple(reasons), weight)


def says_something(count: int, of: int) -> bool:
    """Say whether what so many of a class do tells of a person, not of the work.

    Where more than half of those ``of`` whom it is known are below the pass mark, or
    handed in nothing, that is the assignment's matter.
    """
    return 0 < count <= MOST_OF_CLASS * of


def sorted_signs(found: Mapping[int, Signs]) -> list[tuple[int, Signs]]:
    """Return the heaviest first, in the order of the mapping where equal."""
    return sorted(found.items(), key=lambda pair: -pair[1].weight)


def _is_low(item: Item) -> bool:
    if item.percent is None or item.pass_percent is None or item.is_missing:
        return False
    return item.percent < item.pass_percent


def _listed(titles: Sequence[str]) -> str:
    if len(titles) == 1:
        return titles[0]
    return f"{', '.join(titles[:-1])} and {titles[-1]}"
