"""Check results as lines of a page: what was expected, what came, what to try."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.grading.models import MeasurementRecord
from portal.grading.selectors import CheckView, ReportView
from portal.web import formats
from portal.web.charts import Part, bounds_word
from portal.web.student.curve_words import each_of, in_full, rule_of

WORDS: Mapping[str, tuple[str, str, str]] = {
    "failed": ("failed", "x", "bad"),
    "gate_failed": ("gate failed", "x", "bad"),
    "partly": ("partly", "contrast", "warn"),
    "no_bonus": ("not earned", "circle-dashed", "quiet"),
    "not_run": ("not run", "circle-dashed", "quiet"),
    "passed": ("passed", "check", "ok"),
    "gate_passed": ("gate passed", "shield-check", "ok"),
    "with_staff": ("with staff", "user-pen", "quiet"),
    "later": ("shown later", "eye-off", "quiet"),
}
ORDER = list(WORDS)
OPEN = frozenset({"failed", "gate_failed", "partly"})
LATER = {
    "after_due_date": "Its result is shown after the due date.",
    "after_published": "Its result is shown when grades are released.",
}
NOT_RUN = "Not run, because something before it was not met."
UNREACHED = "Not run: the grading ended before it."
WORD = re.compile("[A-Za-z]{2}")


@dataclass(frozen=True)
class Fact:
    """One line under a check: Expected, Got or Hint."""

    term: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """One check as it is shown."""

    title: str
    word: str
    icon: str
    tone: str
    points: float | None
    maximum: float
    is_gate: bool
    is_bonus: bool
    is_open: bool
    facts: tuple[Fact, ...]
    aside: str


def verdicts(report: ReportView) -> list[Verdict]:
    """Return the checks: failed and the largest loss first, passed ones closed."""
    measured = {m.name: m for m in report.measurements}
    ordered = sorted(report.checks, key=lambda c: (ORDER.index(_state(c)), -_lost(c)))
    unrun = NOT_RUN if report.outcome == "graded" else UNREACHED
    return [
        _verdict(check, measured.get(check.measure), report.seeds, unrun=unrun)
        for check in ordered
    ]


def parts(report: ReportView) -> list[Part]:
    """Return the strip's parts, in the order of the assignment."""
    return [
        Part(
            c.title,
            c.points or 0.0,
            c.max_points,
            is_waiting=c.points is None or _waits(c),
            is_bonus=c.is_bonus,
        )
        for c in report.checks
        if c.max_points > 0
    ]


def shown_state(state: str, *, is_bonus: bool) -> str:
    """Return a state as people read it: a bonus not earned cost nothing."""
    return "no_bonus" if is_bonus and state == "failed" else state


def _state(check: CheckView) -> str:
    return shown_state(check.state, is_bonus=check.is_bonus)


def _is_left_out(check: CheckView) -> bool:
    """Return whether the judge never ran it: then there is only its reason."""
    return check.state == "not_run" and check.passed is None and check.value is None


def _waits(check: CheckView) -> bool:
    return check.state in ("with_staff", "later")


def _lost(check: CheckView) -> float:
    return check.max_points - (check.points or 0.0)


def _verdict(
    check: CheckView,
    measured: MeasurementRecord | None,
    seeds: Sequence[int],
    *,
    unrun: str,
) -> Verdict:
    word, icon, tone = WORDS[_state(check)]
    facts = () if _is_left_out(check) else tuple(facts_of(check, measured, seeds))
    return Verdict(
        title=check.title,
        word=word,
        icon=icon,
        tone=tone,
        points=None if _waits(check) or check.state == "not_run" else check.points,
        maximum=check.max_points,
        is_gate=check.max_points == 0,
        is_bonus=check.is_bonus,
        is_open=_state(check) in OPEN and bool(facts),
        facts=facts,
        aside="" if facts else _aside(check, unrun),
    )


def facts_of(
    check: CheckView, measured: MeasurementRecord | None, seeds: Sequence[int]
) -> Iterable[Fact]:
    """Yield what was expected, what came, and what to try."""
    is_told = any(line.get("expected") or line.get("got") for line in check.evidence)
    rule = rule_of(check.curve, check.unit, check.max_points)
    if rule is not None and rule.is_drawn and not is_told:
        yield Fact("Expected", in_full(rule))
        if check.value is not None:
            unit = check.unit or ("×" if rule.kind == "ratio" else "")
            yield Fact("Got", reading_words(check.value, unit, measured, seeds))
    for line in check.evidence:
        for term in ("expected", "got", "hint"):
            if line.get(term):
                text = line[term] if term == "hint" else _ended(line[term])
                yield Fact(term.capitalize(), text)
    is_hinted = any(line.get("hint") for line in check.evidence)
    if check.hint and not is_hinted and check.state in OPEN:
        yield Fact("Hint", check.hint)


def _ended(text: str) -> str:
    """Return a sentence with its end; a bare value, or a list of some, as it is."""
    words = [word for word in text.split() if WORD.search(word)]
    is_sentence = len(words) > 2 and (text[-1].isalnum() or text[-1] in ")”")
    return f"{text}." if is_sentence else text


def reading_words(
    value: float,
    unit: str,
    measured: MeasurementRecord | None,
    seeds: Sequence[int],
) -> str:
    """Return a value with where it comes from: of how many, in what interval."""
    text = formats.measure(value, unit)
    if measured is None:
        return f"{text}."
    if len(measured.repeats) > 1:
        count, each = len(measured.repeats), each_of(measured.repeats, seeds)
        text += f", {measured.aggregate} of {count} {each}s"
    if measured.low is not None and measured.high is not None:
        low, high = (
            formats.measure(measured.low, unit),
            formats.measure(measured.high, unit),
        )
        what = bounds_word(measured.low, measured.high, measured.repeats)
        text += f", {what} {low}–{high}"
    return f"{text}."


def _aside(check: CheckView, unrun: str) -> str:
    if check.state == "later":
        return LATER.get(check.visibility, "Its result is shown later.")
    if check.state == "with_staff":
        return "Graded by a person with a rubric."
    if check.state == "not_run":
        said = [line["got"] for line in check.evidence if line.get("got")]
        return _ended(said[0]) if said else unrun
    if check.visibility == "hidden":
        return "Only its verdict is shown: more would tell what it checks with."
    return "Nothing more to say: it is as it should be." if check.passed else ""
