"""Who is in the class, and how they work: drawn from a seed, the same every time."""

from dataclasses import dataclass
from enum import Enum
from random import Random

DOMAIN = "simulated.example"
FIRST = (
    "Amara Bao Carla Dmitri Elif Farah Gustav Hana Iris Jonas Kavya Leon Mei Nadia "
    "Oscar Priya Quentin Rosa Samir Tova Uma Viktor Wanda Xenia Yusuf Zoe Anselm Bea "
    "Chidi Dalia Emeka Freya Goran Hugo Ines Jaya Kofi Lena Mateo Noor"
).split()
LAST = (
    "Abara Brandt Castillo Dahl Eriksen Fofana Gupta Haddad Ivanova Jensen Kowalski "
    "Lindgren Moreau Nakamura Okonkwo Petrov Quiroga Rahman Santos Tanaka Ueda Varga "
    "Weiss Xu Yilmaz Zhang Achterberg Bianchi Cohen Duarte"
).split()


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


def a_class(students: int, *, course: str, rng: Random) -> tuple[Character, ...]:
    """Return so many students, no two with one name, about twenty in a section.

    Somebody has more time, somebody leaves, and somebody leaves and comes back, where
    the class is large enough.
    """
    names = _names(students, rng)
    sections = max(1, round(students / 20))
    habits = list(Habit)
    weights = [habit.value for habit in habits]
    found = []
    for number, name in enumerate(names):
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
            )
        )
    return tuple(found)


def address(name: str, course: str) -> str:
    """Return an address that nobody can have: .example is never given out."""
    letters = "".join(c if c.isalnum() else "." for c in name.lower())
    return f"{letters}.{course}@{DOMAIN}"


def _names(count: int, rng: Random) -> list[str]:
    every = [f"{first} {last}" for first in FIRST for last in LAST]
    if count > len(every):
        every += [
            f"{name} {n}" for n in range(2, 2 + count // len(every)) for name in every
        ]
    return rng.sample(every, count)


def _skill(habit: Habit, rng: Random) -> float:
    centre = 0.62 if habit is Habit.STRUGGLING else 0.86
    if habit is Habit.EARLY:
        centre = 0.92
    return min(1.0, max(0.2, rng.gauss(centre, 0.07)))
