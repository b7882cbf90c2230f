"""A student's grades as they are shown, to them and to staff: sentence, sums, trail."""

from dataclasses import dataclass, replace
from datetime import datetime

from portal.gradebook.policy.trail import number
from portal.gradebook.selectors import CourseTrail
from portal.gradebook.selectors.trail import CategoryTrail, ItemTrail, TrailLine
from portal.web import formats

STATES = {
    "excused": ("excused", "circle-slash", "quiet"),
    "incomplete": ("incomplete", "hourglass", "quiet"),
    "missing": ("missing", "circle-dashed", "warn"),
    "open": ("no grade", "circle-dashed", "quiet"),
    "dropped": ("dropped", "ban", "quiet"),
    "override": ("set by staff", "pencil", "busy"),
    "late": ("late", "clock-alert", "warn"),
    "graded": ("graded", "circle-check", "ok"),
}


@dataclass(frozen=True)
class ShownItem:
    """One assignment: a state, its points, and the lines behind them."""

    item: ItemTrail
    word: str
    icon: str
    tone: str
    gives: str
    is_hidden: bool  # from the student, yet

    @property
    def lines(self) -> tuple[TrailLine, ...]:
        return self.item.steps


@dataclass(frozen=True)
class ShownCategory:
    """One category with its assignments."""

    category: CategoryTrail
    title: str
    weight: str
    items: tuple[ShownItem, ...]


@dataclass(frozen=True)
class Card:
    """What ``components/grades.html`` needs."""

    trail: CourseTrail
    title: str
    notes: tuple[str, ...]
    categories: tuple[ShownCategory, ...]
    letters: str
    is_settled: bool  # not “so far” any more
    now: datetime


def card_of(
    trail: CourseTrail,
    *,
    name: str,
    now: datetime,
    worked_out: frozenset[int] = frozenset(),
) -> Card:
    """Return the card; ``name`` is whose it is, empty for one's own.

    Of lines that were ``worked_out`` one after the other, only the last is shown.
    """
    yet = "" if trail.is_settled(now) else " so far"
    return Card(
        trail=trail,
        title=_title(trail, name, yet),
        notes=tuple(_notes(trail, is_own=not name)),
        categories=tuple(_category(one, worked_out, yet) for one in trail.categories),
        letters=", ".join(f"{name} {number(cut)}" for name, cut in trail.letters),
        is_settled=not yet,
        now=now,
    )


def _title(trail: CourseTrail, name: str, yet: str) -> str:
    grade = trail.grade
    who = f"{name} has" if name else "You have"
    if grade.rounded is None:
        return f"{name or 'You'} {'has' if name else 'have'} no grade yet"
    letter = f": {grade.letter}" if grade.letter else ""
    return f"{who} {formats.points(grade.rounded)} %{yet}{letter}"


def _notes(trail: CourseTrail, *, is_own: bool) -> list[str]:
    notes = []
    for purse in trail.purses:
        days = "slip day" if purse.days == 1 else "slip days"
        notes.append(f"{purse.spent} of {purse.days} {days} spent")
    if trail.hidden and is_own:
        word = "assignment is" if trail.hidden == 1 else "assignments are"
        notes.append(f"{trail.hidden} {word} not released yet, and not counted here")
    times = trail.enrollment.time_multiplier
    if times > 1:
        notes.append(f"{number(times)} times the time from release to due")
    return notes


def _category(
    one: CategoryTrail, worked_out: frozenset[int], yet: str
) -> ShownCategory:
    rules = one.grade.rules
    words = f"{number(rules.weight)} % of the course"
    if rules.is_extra:
        words = f"Extra credit, up to {number(rules.weight)} % on top"
    items = tuple(_item(_newest(item, worked_out), one, yet) for item in one.items)
    return ShownCategory(one, rules.title or rules.slug, words, items)


def _newest(item: ItemTrail, worked_out: frozenset[int]) -> ItemTrail:
    found = worked_out.intersection(line.step.entry or 0 for line in item.steps)
    older = found - {max(found, default=0)}
    if not older:
        return item
    kept = tuple(line for line in item.steps if line.step.entry not in older)
    return replace(item, steps=kept)


def _item(item: ItemTrail, of: CategoryTrail, yet: str) -> ShownItem:
    word, icon, tone = STATES[state_of(item)]
    is_hidden = not item.cell.grade.is_released
    return ShownItem(item, word, icon, tone, _gives(item, of, yet), is_hidden)


def state_of(item: ItemTrail) -> str:
    """Return which of STATES a grade is in."""
    cell = item.cell
    held = {
        "excused": cell.grade.is_excused,
        "incomplete": cell.grade.is_incomplete,
        "open": cell.grade.points is None,
        "dropped": item.is_dropped,
        "override": cell.grade.is_override,
        "missing": cell.is_missing,
        "late": cell.is_late,
    }
    return next((name for name, holds in held.items() if holds), "graded")


def _gives(item: ItemTrail, of: CategoryTrail, yet: str) -> str:
    """Return how the grade reaches the total, in a sentence; empty if it doesn't."""
    if item.is_dropped:
        return "It is dropped: it gives nothing and costs nothing."
    if item.percent is None or item.gives is None:
        return ""
    part = "all" if item.share > 0.9999 else f"{number(100 * item.share)} %"
    title = of.grade.rules.title or of.grade.rules.slug
    return (
        f"{number(item.percent)} % of its points, and {part} of “{title}”: "
        f"{number(item.gives)} % of the total{yet}."
    )
