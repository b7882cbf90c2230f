"""What a report may say about a version: its own checks, once each, in bounds."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from graders.protocol import (
    CheckResult,
    Flag,
    Measurement,
    Outcome,
    Report,
    Series,
    Statement,
    to_wire,
)
from graders.spec import is_shared_trust
from portal.lib.errors import InvalidError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,63}")
LONGEST_TEXT = 4000
LONGEST_NOTE = 60_000
MOST_EVIDENCE = 50
MOST_REPEATS = 1000
MOST_NAMES = 200
MOST_SERIES, MOST_COLUMNS, MOST_ROWS = 20, 12, 2000
MOST_FLAGS = 50
MOST_TESTS, LONGEST_OUTPUT = 500, 16_100


class FindingsError(InvalidError):
    """A report that does not fit its assignment; the runner's or the judge's fault."""

    code = "report_unfit"


def digest_of_message(report: Report) -> str:
    """Return what tells one report from another, and the same report again."""
    text = json.dumps(to_wire(report), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fitted(report: Report, spec: Mapping[str, Any]) -> Report:
    """Return ``report`` with its texts cut to size, or raise FindingsError.

    Names of checks must be those of the version that a runner may answer.
    """
    if report.outcome in (Outcome.RUNNER_FAILED, Outcome.CANCELLED):
        return replace(
            report,
            checks=(),
            measurements=(),
            series=(),
            flags=(),
            statement=None,
            **_texts(report),
        )
    if report.statement and not is_shared_trust(spec["grade"]["family"]):
        raise FindingsError("Only an existing autograder makes statements.")
    known = {c["name"] for c in spec["checks"] if not c.get("rubric")}
    names = [check.name for check in report.checks]
    _refuse_twice("check", names)
    strangers = sorted(set(names) - known)
    if strangers:
        raise FindingsError(
            f"This version has no check named {', '.join(strangers)[:200]}; it has: "
            f"{', '.join(sorted(known))}."
        )
    measured = [measurement.name for measurement in report.measurements]
    _refuse_twice("measurement", measured)
    drawn = [series.name for series in report.series]
    _refuse_twice("series", drawn)
    _refuse_odd([*measured, *drawn, *(stage.name for stage in report.stages)])
    return replace(
        report,
        checks=tuple(_check(check) for check in report.checks),
        measurements=tuple(_measurement(m) for m in report.measurements),
        series=tuple(_series(one) for one in report.series[:MOST_SERIES]),
        flags=tuple(_flag(one) for one in report.flags[:MOST_FLAGS]),
        statement=_statement(report.statement),
        **_texts(report),
    )


def _refuse_twice(kind: str, names: Iterable[str]) -> None:
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise FindingsError(f"The {kind} {twice[0]:.80} comes twice.")


def _refuse_odd(names: list[str]) -> None:
    if len(names) > MOST_NAMES:
        raise FindingsError(f"More than {MOST_NAMES} measurements and stages.")
    odd = [name for name in names if not NAME.fullmatch(name)]
    if odd:
        raise FindingsError(f"{odd[0]!r:.80} is no name: use letters, digits, . _ -")


def _check(check: CheckResult) -> CheckResult:
    evidence = tuple(
        replace(
            line,
            expected=line.expected[:LONGEST_TEXT],
            got=line.got[:LONGEST_TEXT],
            hint=line.hint[:LONGEST_TEXT],
        )
        for line in check.evidence[:MOST_EVIDENCE]
    )
    return replace(check, evidence=evidence)


def _measurement(measurement: Measurement) -> Measurement:
    return replace(
        measurement,
        unit=measurement.unit[:32],
        aggregate=measurement.aggregate[:16],
        repeats=measurement.repeats[:MOST_REPEATS],
    )


def _series(series: Series) -> Series:
    rows = tuple(row[:MOST_COLUMNS] for row in series.rows[:MOST_ROWS])
    columns = tuple(column[:64] for column in series.columns[:MOST_COLUMNS])
    return replace(series, check=series.check[:64], columns=columns, rows=rows)


def _flag(flag: Flag) -> Flag:
    return replace(flag, check=flag.check[:64], sentence=flag.sentence[:LONGEST_TEXT])


def _statement(statement: Statement | None) -> Statement | None:
    if statement is None:
        return None
    tests = tuple(
        replace(
            test, name=test.name[:LONGEST_TEXT], output=test.output[:LONGEST_OUTPUT]
        )
        for test in statement.tests[:MOST_TESTS]
    )
    return replace(
        statement,
        output=statement.output[:LONGEST_NOTE],
        stdout=statement.stdout[:LONGEST_NOTE],
        tests=tests,
        leaderboard=statement.leaderboard[:MOST_EVIDENCE],
    )


def _texts(report: Report) -> dict[str, Any]:
    return {
        "sentence": report.sentence[:LONGEST_TEXT],
        "hint": report.hint[:LONGEST_TEXT],
        "staff_note": report.staff_note[-LONGEST_NOTE:],
        "sandbox": report.sandbox[:16],
    }
