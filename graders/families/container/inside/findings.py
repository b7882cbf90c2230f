"""What is wrong, where, and what to do: the evidence of every check here."""

from dataclasses import dataclass
from typing import Callable, Iterable, List, Sequence, Tuple, TypeVar

from graders.judge.errors import ExpectationFailed
from graders.protocol import Evidence

from .marked import Place

T = TypeVar("T")
MOST = 12  # lines of evidence; the rest is counted
LONGEST = 300


class UnreadableError(Exception):
    """A file cannot be read at all; the sentence says which line and why."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


@dataclass(frozen=True)
class Finding:
    """One rule that one line breaks."""

    rule: str
    place: Place
    said: str
    todo: str = ""

    def evidence(self) -> Evidence:
        """As the student's page shows it."""
        where = f"{self.place}: " if self.place.file else ""
        return Evidence(
            expected=shown(f"The rule {self.rule} is kept."),
            got=shown(f"{where}{self.said}{'' if self.said.endswith('.') else '.'}"),
            hint=shown(self.todo),
        )


class BrokenRules(ExpectationFailed):
    """At least one rule is broken; carries all of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(each.said for each in findings[:3]))
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Graded:
    """A value for a curve, with what lowered it."""

    value: float
    findings: Tuple[Finding, ...] = ()


Rule = Callable[[T], Iterable[Finding]]


def name_of(rule: Callable[..., object]) -> str:
    """What a rule is called on the page: its function's name."""
    return rule.__name__.replace("_", "-")


def broken(rules: Iterable[Rule[T]], target: T) -> List[List[Finding]]:
    """The findings of each rule, in order."""
    return [list(rule(target)) for rule in rules]


def expect_rules(target: T, *rules: Rule[T]) -> None:
    """Fail the running check with every finding of every rule."""
    found = [each for some in broken(rules, target) for each in some]
    if found:
        raise BrokenRules(found)


def share_of_rules(target: T, *rules: Rule[T]) -> Graded:
    """The share of the rules that are kept, for bands."""
    by_rule = broken(rules, target)
    kept = sum(not some for some in by_rule)
    return Graded(kept / len(rules), tuple(each for some in by_rule for each in some))


def evidence(findings: Sequence[Finding]) -> Tuple[Evidence, ...]:
    """The first findings, and how many more there are."""
    lines = [each.evidence() for each in findings[:MOST]]
    if len(findings) > MOST:
        lines.append(Evidence(got=f"And {len(findings) - MOST} more of the kind."))
    return tuple(lines)


def shown(text: str, most: int = LONGEST) -> str:
    """A text with parts of a student's file in it, safe and short."""
    clean = "".join(c if c.isprintable() else "?" for c in text[: most + 1])
    return clean if len(clean) <= most else f"{clean[: most - 1]}…"
