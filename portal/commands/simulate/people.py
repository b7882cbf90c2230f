"""Who is in the class, and how they work: drawn from a seed, the same every time."""

from dataclasses import dataclass
from enum import Enum
from random import Random

from portal.commands.simulate.names import address, names


class Habit(Enum):
    """How somebody works; the number is how many of a hundred do."""

    STEADY = 46
    EARLY = 16
    LAST_HOUR = 18  # hands in minutes before the end, now and then after it
    STRUGGLING = 12
    FADING = 8  # does less and less, and stops


@dataclass(frozen=True)
class Character:
    """One student: a name, a part of the roster, and how their work goes.

    ``skill`` is the share of the points that good work of theirs gets.
    """

    name: str
    email: str
    section: str
    habit: Habit
    skill: float
    has_more_time: bool = False
    leaves: bool = False  # is dropped in the middle of the term
    returns: bool = False  # and comes back
    falls_ill: bool = False  # before the last work is done, which stays incomplete
    recovers: bool = False  # and does it after all


def a_class(students: int, *, course: str, rng: Random) -> tuple[Character, ...]:
    """Return so many students, no two with one name, about twenty in a section.

    Somebody has more time, somebody falls ill at the end, somebody leaves, and somebody
    leaves and comes back, where the class is large enough.
    """
    sections = max(1, round(students / 20))
    habits = list(Habit)
    weights = [habit.value for habit in habits]
    found = []
    for number, name in enumerate(names(students, rng)):
        habit = rng.choices(habits, weights)[0]
        found.append(
            Character(
                name=name,
                email=address(name, course),
                section=str(1 + number % sections),
                habit=habit,
                skill=_skill(habit, rng),
                has_more_time=number % 15 == 7,
                leaves=number % 25 == 13 or number % 30 == 5,
                returns=number % 30 == 5,
                falls_ill=number % 16 == 9,
                recovers=number % 32 == 9,
            )
        )
    return tuple(found)


def _skill(habit: Habit, rng: Random) -> float:
    centre = 0.62 if habit is Habit.STRUGGLING else 0.86
    if habit is Habit.EARLY:
        centre = 0.92
    return min(1.0, max(0.2, rng.gauss(centre, 0.07)))
