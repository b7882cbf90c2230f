"""From an autograder's own total to the values of the assignment's checks."""

from __future__ import annotations

from graders.protocol import CheckResult, CheckSpec, Evidence, Flag, Statement

EXTRA = "extra"  # a check with this measure gets what is above the maximum
MOST_LINES = 40


def marked(
    statement: Statement, checks: tuple[CheckSpec, ...]
) -> tuple[list[CheckResult], list[Flag]]:
    """The value of each check, and what staff should look at.

    Every check gets the total, except one with the measure ``extra``: that gets what
    the total is above the sum of the tests' maximums.
    """
    most = maximum(statement)
    above = max(0.0, statement.score - most) if most is not None else 0.0
    results = [
        CheckResult(
            check.name,
            value=above if check.measure == EXTRA else max(0.0, statement.score),
            evidence=() if check.measure == EXTRA else evidence(statement, most),
        )
        for check in checks
    ]
    flags = []
    if checks and statement.score < 0:
        said = (
            f"The autograder gave {statement.score:g} points; less than 0 counts as 0."
        )
        flags.append(Flag(checks[0].name, said))
    if checks and above and not any(check.measure == EXTRA for check in checks):
        said = (
            f"The autograder gave {statement.score:g} points where its tests have "
            f'{most:g}; a check with measure = "{EXTRA}" would count the rest.'
        )
        flags.append(Flag(checks[0].name, said))
    return results, flags


def maximum(statement: Statement) -> float | None:
    """What its tests say can be reached; None where none of them says so."""
    known = [test.max_score for test in statement.tests if test.max_score is not None]
    return sum(known) if known else None


def evidence(statement: Statement, most: float | None) -> tuple[Evidence, ...]:
    """One line: the rest is in the statement, each test under its own visibility."""
    of = f" of {most:g}" if most is not None else ""
    return (Evidence(got=f"{statement.score:g}{of}, by the autograder's own account."),)
