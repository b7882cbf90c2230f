"""Reads expect.toml: what starter, reference and mutants must come to."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders.check.local import Graded
from graders.protocol import Outcome
from graders.spec import Problem, SpecError

FILE = "expect.toml"
KEYS = ("score", "outcome", "why", "quick")
GIVEN = "given"
EXAMPLES = "examples"  # the folder beside this one whose examples are tried here
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MUTANT = "mutants."
CHEAT = "A cheat"  # how an author begins the ``why`` of a mutant that is one
OUTCOMES = tuple(outcome.value for outcome in Outcome)


@dataclass(frozen=True)
class Case:
    """One folder to grade, with the range its points must be in."""

    name: str
    folder: Path
    low: float
    high: float
    outcome: Outcome = Outcome.GRADED
    is_starter: bool = False
    is_quick: bool = False  # the mutant that --quick tries
    why: str = ""  # what its author says of it

    @property
    def is_reference(self) -> bool:
        return self.name == "reference"

    @property
    def is_mutant(self) -> bool:
        return self.name.startswith(MUTANT)

    @property
    def is_cheat(self) -> bool:
        return self.is_mutant and self.why.startswith(CHEAT)

    def complaint(self, graded: Graded) -> str:
        """What is not as expected, or nothing."""
        points, outcome = graded.score.points, graded.report.outcome
        if outcome is not self.outcome:
            return f"{outcome.value}, not {self.outcome.value}"
        said = f"{points:g} points, not {self.low:g} to {self.high:g}"
        if points > self.high:
            return f"{said}: {points - self.high:g} too many"
        if points < self.low:
            return f"{said}: {self.low - points:g} too few"
        return ""


def read_cases(folder: Path) -> list[Case]:
    """Every case of an assignment; raise SpecError when folders and file differ."""
    folder, raw = _whole(folder)
    problems: list[Problem] = []
    _given(raw, problems)
    mutants = raw.pop("mutants", {})
    entries = {name: (folder / name, entry) for name, entry in raw.items()}
    entries |= {
        f"{MUTANT}{name}": (folder / "mutants" / name, entry)
        for name, entry in mutants.items()
    }
    _check_names(folder, entries, problems)
    cases = [_case(name, *pair, problems) for name, pair in entries.items()]
    if problems:
        raise SpecError(problems)
    return cases


def read_given(folder: Path) -> frozenset[str]:
    """Files for the judge that students may see all the same, by design."""
    return frozenset(_given(_whole(folder)[1], []))


def borrows(folder: Path) -> bool:
    """Say whether another assignment's examples are tried here."""
    return EXAMPLES in _read(folder)


def quick_cases(cases: list[Case]) -> list[Case]:
    """The reference and one mutant: the one marked ``quick``, else the first."""
    mutants = [case for case in cases if case.is_mutant]
    chosen = [case for case in mutants if case.is_quick] or mutants
    return [case for case in cases if case.is_reference] + chosen[:1]


def _whole(folder: Path) -> tuple[Path, dict[str, Any]]:
    """What is expected, and of which folder's examples."""
    raw = _read(folder)
    if EXAMPLES not in raw:
        return folder, raw
    name = raw.pop(EXAMPLES)
    if raw or not (isinstance(name, str) and SLUG.fullmatch(name)):
        said = "stands alone, and is the name of a folder beside this one"
        raise SpecError([Problem(FILE, EXAMPLES, said)])
    owner = folder.parent / name
    found = _read(owner)
    if EXAMPLES in found:
        said = f"{name} has no examples of its own either"
        raise SpecError([Problem(FILE, EXAMPLES, said)])
    return owner, found


def _read(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SpecError([Problem(FILE, "", f"cannot be read: {error}")]) from error


def _given(raw: dict[str, Any], problems: list[Problem]) -> list[str]:
    names = raw.pop(GIVEN, [])
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return names
    problems.append(Problem(FILE, GIVEN, "allowed: a list of file names"))
    return []


def _check_names(
    folder: Path, entries: dict[str, tuple[Path, Any]], problems: list[Problem]
) -> None:
    there = {f"{MUTANT}{p.name}" for p in (folder / "mutants").glob("*") if p.is_dir()}
    wanted = {"starter", "reference"} | there
    for name in sorted(wanted - set(entries)):
        problems.append(Problem(FILE, name, "is missing: say what it must score"))
    for name in sorted(set(entries) - wanted):
        problems.append(Problem(FILE, name, "names a folder that is not there"))


def _case(name: str, folder: Path, entry: Any, problems: list[Problem]) -> Case:
    outcome = entry.get("outcome", Outcome.GRADED.value)
    if outcome not in OUTCOMES:
        allowed = ", ".join(OUTCOMES)
        problems.append(Problem(FILE, f"{name}.outcome", f"allowed: {allowed}"))
        outcome = Outcome.GRADED.value
    for key in sorted(set(entry) - set(KEYS)):
        allowed = ", ".join(KEYS)
        problems.append(Problem(FILE, f"{name}.{key}", f"unknown; allowed: {allowed}"))
    score = entry.get("score")
    if not (isinstance(score, list) and len(score) == 2 and score[0] <= score[1]):
        problems.append(Problem(FILE, f"{name}.score", "allowed: [low, high]"))
        score = [0, 0]
    low, high = float(score[0]), float(score[1])
    is_quick = entry.get("quick", False) is True
    return Case(
        name,
        folder,
        low,
        high,
        outcome=Outcome(outcome),
        is_starter=name == "starter",
        is_quick=is_quick,
        why=str(entry.get("why", "")),
    )
