"""Reads expect.toml: what starter, reference and mutants must come to."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders.check.local import Graded
from graders.protocol import Outcome
from graders.spec import Problem, SpecError

FILE = "expect.toml"
KEYS = ("score", "outcome", "why")
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

    def complaint(self, graded: Graded) -> str:
        """What is not as expected, or nothing."""
        points, outcome = graded.score.points, graded.report.outcome
        if outcome is not self.outcome:
            return f"{outcome.value}, not {self.outcome.value}"
        if not self.low <= points <= self.high:
            return f"{points:g} points, not {self.low:g} to {self.high:g}"
        return ""


def read_cases(folder: Path) -> list[Case]:
    """Every case of an assignment; raise SpecError when folders and file differ."""
    try:
        raw = tomllib.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SpecError([Problem(FILE, "", f"cannot be read: {error}")]) from error
    problems: list[Problem] = []
    mutants = raw.pop("mutants", {})
    entries = {name: (folder / name, entry) for name, entry in raw.items()}
    entries |= {
        f"mutants.{name}": (folder / "mutants" / name, entry)
        for name, entry in mutants.items()
    }
    _check_names(folder, entries, problems)
    cases = [_case(name, *pair, problems) for name, pair in entries.items()]
    if problems:
        raise SpecError(problems)
    return cases


def _check_names(
    folder: Path, entries: dict[str, tuple[Path, Any]], problems: list[Problem]
) -> None:
    there = {f"mutants.{p.name}" for p in (folder / "mutants").glob("*") if p.is_dir()}
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
    return Case(name, folder, low, high, Outcome(outcome), name == "starter")
