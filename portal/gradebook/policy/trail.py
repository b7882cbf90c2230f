"""Why a grade is what it is, as lines of data that a page only has to write down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.gradebook.policy.categories import CategoryGrade
from portal.gradebook.policy.counting import Candidate
from portal.gradebook.policy.course import CourseGrade, FinalRules
from portal.gradebook.policy.items import BANDS, ItemRules
from portal.gradebook.policy.late import kept_share
from portal.gradebook.policy.ledger import Grade, Line, standing
from portal.grading.lateness import Lateness


class Entry(Line, Protocol):
    """A ledger line with the time it was written."""

    at: datetime


@dataclass(frozen=True)
class Step:
    """One thing that happened to a grade; ``value`` is what it was afterwards.

    ``stage`` is one of check, score, waiting, marks, cap, late, missing, ledger,
    excused, incomplete, drop, weight, total, rounding, letter. ``entry`` is the number
    of a ledger line.
    """

    stage: str
    words: str
    value: float | None = None
    entry: int | None = None


NO_GRADE = "No grade yet: the others carry its weight."
AT_DESK = "Graded by staff; nothing was handed in."
NOT_ENTERED = (
    "Nothing is handed in here: until staff enter a grade the others carry its weight."
)


def number(value: float) -> str:
    """Return a number without needless digits: ``7.5``, ``60``."""
    return f"{round(value, 2) + 0.0:,.10g}".replace("-", "−")


def item_steps(
    counted: Candidate | None,
    rules: ItemRules,
    lateness: Lateness,
    *,
    grade: Grade,
    lines: Sequence[Entry] = (),
    is_missing: bool = False,
    is_handed_in: bool = True,
) -> tuple[Step, ...]:
    """Return the way from a score to a grade."""
    steps: list[Step] = []
    if is_missing:
        steps.append(Step("missing", "Nothing was there by its due date.", 0.0))
    if counted is not None and not is_handed_in and counted.pending_points:
        wait = f"{number(counted.pending_points)} points wait for a person."
        steps.append(Step("waiting", f"Staff grade it: {wait}"))
        counted = None
    if counted is not None:
        words = f"Submission {counted.number} counts." if is_handed_in else AT_DESK
        steps += _work_steps(counted, rules, lateness, words)
    steps += _ledger_steps(counted.points if counted else None, lines)
    if grade.is_excused:
        steps.append(Step("excused", "Excused: the others carry its weight."))
    elif grade.is_incomplete:
        words = "Incomplete: the others carry its weight until it is done."
        steps.append(Step("incomplete", words))
    elif grade.points is None:
        steps.append(Step("waiting", NO_GRADE if is_handed_in else NOT_ENTERED))
    return tuple(steps)


def category_steps(grade: CategoryGrade, names: Sequence[str]) -> tuple[Step, ...]:
    """Return the way from assignments, called ``names``, to a category's percent."""
    rules = grade.rules
    if grade.percent is None:
        return (Step("weight", "Nothing counts yet: the others carry its weight."),)
    kept = sum(share > 0 for share in grade.shares)
    how = "by their points" if rules.split == "points" else "evenly"
    words = f"{kept} grade{'' if kept == 1 else 's'}"
    words += f", weighed {how}." if kept > 1 else " counts."
    steps = []
    if grade.dropped:
        steps.append(Step("drop", _gone([names[n] for n in sorted(grade.dropped)])))
    steps.append(Step("total", words, grade.uncapped))
    if grade.percent != grade.uncapped:
        steps.append(Step("cap", f"At most {number(grade.percent)} %.", grade.percent))
    if grade.is_missed and rules.required is not None:
        words = f"{number(rules.required)} % are needed to pass the course."
        steps.append(Step("letter", words))
    steps.append(Step("weight", _weight(grade), grade.weight * grade.percent))
    return tuple(steps)


def _gone(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"The lowest does not count: {names[0]}."
    return f"The {len(names)} lowest do not count: {'; '.join(names)}."


def course_steps(grade: CourseGrade, rules: FinalRules) -> tuple[Step, ...]:
    """Return the way from categories to the total and its letter."""
    if grade.percent is None or grade.rounded is None:
        return (Step("waiting", "Nothing counts yet."),)
    there = [c for c in grade.categories if c.percent is not None and c.weight > 0]
    parts = " + ".join(number(one.weight * (one.percent or 0)) for one in there)
    steps = [Step("total", f"Of the categories: {parts}.", grade.uncapped)]
    if grade.percent != grade.uncapped:
        words = f"The course gives at most {number(grade.percent)} %."
        steps.append(Step("cap", words, grade.percent))
    if rules.rounding != "none":
        steps.append(Step("rounding", _rounding(rules), grade.rounded))
    if grade.letter:
        steps.append(Step("letter", _letter(grade, rules)))
    return tuple(steps)


def _work_steps(
    counted: Candidate, rules: ItemRules, lateness: Lateness, words: str
) -> Iterable[Step]:
    scored = counted.points if counted.scored is None else counted.scored
    marked = scored if counted.marked is None else counted.marked
    yield Step("score", words, scored)
    if counted.pending_points:
        words = f"{number(counted.pending_points)} more points wait for a person."
        yield Step("waiting", words)
    if counted.capped_by:
        words = f"At most {number(marked)} points, because of “{counted.capped_by}”."
        yield Step("cap", words, marked)
    elif rules.marks != "points":
        yield Step("marks", _marks(rules, marked), marked)
    if counted.days_late:
        yield Step("late", _late(counted, lateness), counted.points)


def _marks(rules: ItemRules, marked: float) -> str:
    if rules.marks == "credit":
        needed = rules.max_points if rules.pass_mark is None else rules.pass_mark
        word = "All" if marked else "No"
        return f"{word} credit: from {number(needed)} points on it is all."
    bands = ", ".join(number(band) for band in BANDS[:-1])
    return f"The highest band reached of {bands} and 100 %."


def _late(counted: Candidate, lateness: Lateness) -> str:
    days = counted.days_late
    words = f"{_days(days)} late"
    if counted.slip_days:
        words += f", {_days(counted.slip_days, 'slip day')} spent"
    share = kept_share(days, lateness, paid=counted.slip_days)
    return f"{words}: {number(100 * share)} % of it counts."


def _days(count: int, word: str = "day") -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _ledger_steps(points: float | None, lines: Sequence[Entry]) -> Iterable[Step]:
    """Yield what staff wrote and still holds, with what it made of the points."""
    value = points
    for line in sorted(standing(lines), key=lambda entry: entry.pk):
        if line.kind == "override":
            value = line.points
            words = f"Set to {number(line.points or 0)} by staff: {line.reason}"
        elif line.kind == "adjustment":
            value = (value or 0.0) + (line.points or 0.0)
            words = f"{_signed(line.points or 0)} by staff: {line.reason}"
        elif line.kind in ("excuse", "incomplete", "comment"):
            words = line.reason
        else:
            continue
        yield Step("ledger", words, value, line.pk)


def _signed(value: float) -> str:
    return f"{'+' if value >= 0 else ''}{number(value)} points"


def _weight(grade: CategoryGrade) -> str:
    stated = number(grade.rules.weight)
    if grade.rules.is_extra:
        return f"Extra credit: {stated} % on top of the course."
    now = number(100 * grade.weight)
    if now == stated:
        return f"{stated} % of the course."
    return f"{stated} % of the course, {now} % of what has a grade."


def _rounding(rules: FinalRules) -> str:
    how = {
        "half_up": "to the nearest, a half up",
        "half_even": "to the nearest, a half to the even one",
        "down": "down",
    }[rules.rounding]
    digits = (
        f"{rules.decimals} decimal{'' if rules.decimals == 1 else 's'}"
        if rules.decimals
        else "a whole percent"
    )
    return f"Rounded to {digits}: {how}."


def _letter(grade: CourseGrade, rules: FinalRules) -> str:
    if grade.missed:
        titles = ", ".join(one.title or one.slug for one in grade.missed)
        return f"{grade.letter}: not passed without {titles}."
    least = dict(rules.letters)[grade.letter]
    return f"{grade.letter} begins at {number(least)} %."
