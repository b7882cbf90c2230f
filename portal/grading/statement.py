"""Pure rules of what an existing autograder stated: who may see which part of it, now.

A statement is the JSON of graders.protocol.Statement; empty where there is none.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graders.protocol.statement import strictest
from portal.grading.visibility import Moment, Sight, sight_of

Stated = Mapping[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], {})
STAFFS = ("extra_data",)
# What every test has, empty or not, whoever asks.
ALWAYS: Stated = {"output": "", "tags": [], "extra_data": {}}


def visibility_of(statement: Stated) -> str:
    """Return when its total may be shown: with the last thing that it sums up."""
    tests = (test["visibility"] for test in statement["tests"])
    return strictest((statement["visibility"], *tests))


def with_visibility(
    lines: Iterable[Mapping[str, Any]], statement: Stated, manual: Iterable[str]
) -> list[dict[str, Any]]:
    """Return score lines that know it where their points hang on the statement."""
    said, by_people = visibility_of(statement), frozenset(manual)
    return [
        {**line} if line["name"] in by_people else {**line, "visibility": said}
        for line in lines
    ]


def shown_statement(statement: Stated, moment: Moment) -> dict[str, Any]:
    """Return what the viewer may know of it; tests that are not shown are left out."""
    if not statement or moment.is_staff:
        return dict(statement)
    tests = [
        {key: value for key, value in test.items() if key not in STAFFS}
        for test in statement["tests"]
        if _is_shown(test["visibility"], moment)
    ]
    is_whole = _is_shown(visibility_of(statement), moment)
    is_said = _is_shown(statement["visibility"], moment)
    is_printed = _is_shown(statement["stdout_visibility"], moment)
    return {
        **{key: value for key, value in statement.items() if key not in STAFFS},
        "score": statement["score"] if is_whole else None,
        "output": statement["output"] if is_said else "",
        "stdout": statement["stdout"] if is_printed else "",
        "tests": tests,
    }


def results_json(statement: Stated) -> dict[str, Any]:
    """Return it as the results.json it came from; what it did not say is left out."""
    kept = {key: value for key, value in statement.items() if value not in EMPTY}
    for key in ("stdout", "tests"):
        kept.pop(key, None)
    tests: Sequence[Stated] = statement["tests"]
    if tests:
        kept["tests"] = [
            {**ALWAYS, **{k: value for k, value in test.items() if value not in EMPTY}}
            for test in tests
        ]
    return kept


def _is_shown(visibility: str, moment: Moment) -> bool:
    return sight_of({"visibility": visibility}, moment) is Sight.FULL
