"""Reads results.json as Gradescope's public specification describes it.

What it says is the autograder's claim, made where the student's code ran too: every
type is looked at, and the first thing that is wrong ends the reading in one sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from graders.protocol import Standing, StatedTest, Statement
from graders.protocol.statement import FORMATS, ORDERS, STATUSES, VISIBILITIES

MOST_TESTS = 500
MOST_STANDINGS = 50
MOST_TAGS = 20
LONGEST_NAME = 400
LONGEST_OUTPUT = 16_000  # of one test
LONGEST_WHOLE = 64_000  # of what is said of the whole submission
LARGEST_EXTRA = 64_000
DEEPEST = 20
LARGEST_NUMBER = 1e9
LONGEST_DIGITS = 20
CUT = "\n… cut off here"
Table = Mapping[str, Any]


class ResultsError(ValueError):
    """What is wrong with results.json, in one sentence that names the place."""


def read_results(raw: bytes, stdout: str = "") -> Statement:
    """The statement that ``raw`` makes; raise ResultsError."""
    whole = _parse(raw)
    visibility = _choice(whole, "visibility", VISIBILITIES, "visible", "")
    formats = {
        "output_format": _choice(whole, "test_output_format", FORMATS, "text", ""),
        "name_format": _choice(whole, "test_name_format", FORMATS, "text", ""),
    }
    tests = tuple(
        _test(test, number, visibility, formats)
        for number, test in enumerate(_list(whole, "tests", MOST_TESTS, ""), 1)
    )
    return Statement(
        score=_total(whole, tests),
        execution_time=_number(whole, "execution_time", ""),
        output=_text(whole, "output", LONGEST_WHOLE, ""),
        output_format=_choice(whole, "output_format", FORMATS, "text", ""),
        visibility=visibility,
        stdout=_cut(stdout, LONGEST_WHOLE),
        stdout_visibility=_choice(
            whole, "stdout_visibility", VISIBILITIES, "hidden", ""
        ),
        tests=tests,
        leaderboard=tuple(
            _standing(one, number)
            for number, one in enumerate(
                _list(whole, "leaderboard", MOST_STANDINGS, ""), 1
            )
        ),
        extra_data=_extra(whole, ""),
    )


def _parse(raw: bytes) -> Table:
    try:
        whole = json.loads(
            raw.decode("utf-8-sig"), parse_constant=_refuse, parse_int=_short
        )
    except UnicodeDecodeError as error:
        raise ResultsError("It is not UTF-8 text.") from error
    except RecursionError as error:
        raise ResultsError("It is nested too deeply.") from error
    except json.JSONDecodeError as error:
        raise ResultsError(
            f"It is not JSON: {error.msg}, line {error.lineno}."
        ) from error
    if type(whole) is not dict:
        raise ResultsError('It must be an object, as in {"score": 1}.')
    return whole


def _refuse(constant: str) -> NoReturn:
    raise ResultsError(f"It holds {constant}, which is no number that can be graded.")


def _short(digits: str) -> int:
    if len(digits) > LONGEST_DIGITS:
        raise ResultsError("It holds a whole number with too many digits.")
    return int(digits)


def _total(whole: Table, tests: tuple[StatedTest, ...]) -> float:
    """The score it names, else the sum of the tests that have one."""
    named = _number(whole, "score", "")
    if named is not None:
        return named
    scored = [test.score for test in tests if test.score is not None]
    if not scored:
        raise ResultsError("It has no score, neither at the top nor in any test.")
    return math.fsum(scored)


def _test(
    raw: Any, number: int, visibility: str, formats: Mapping[str, str]
) -> StatedTest:
    where = f"tests[{number}]."
    if type(raw) is not dict:
        raise ResultsError(f"tests[{number}] must be an object.")
    score, most = _number(raw, "score", where), _number(raw, "max_score", where)
    tags = _list(raw, "tags", MOST_TAGS, where)
    if not all(type(tag) is str for tag in tags):
        raise ResultsError(f"{where}tags must be texts.")
    status = _choice(raw, "status", STATUSES, "", where)
    return StatedTest(
        name=_text(raw, "name", LONGEST_NAME, where),
        number=_counted(raw, number, where),
        score=score,
        max_score=most,
        status=status or _status(score, most),
        output=_text(raw, "output", LONGEST_OUTPUT, where),
        tags=tuple(tag[:LONGEST_NAME] for tag in tags),
        visibility=_choice(raw, "visibility", VISIBILITIES, visibility, where),
        extra_data=_extra(raw, where),
        **{
            key: _choice(raw, key, FORMATS, default, where)
            for key, default in formats.items()
        },
    )


def _status(score: float | None, most: float | None) -> str:
    """Full credit has passed and less has failed, where there is a maximum."""
    if score is None or most is None:
        return ""
    return "passed" if score >= most else "failed"


def _counted(raw: Table, number: int, where: str) -> str:
    """Its own number, such as "1.1"; else its place."""
    own = raw.get("number")
    if type(own) in (int, float):
        return f"{_finite(own, f'{where}number'):g}"
    return _text(raw, "number", 40, where) or str(number)


def _standing(raw: Any, number: int) -> Standing:
    where = f"leaderboard[{number}]."
    if type(raw) is not dict:
        raise ResultsError(f"leaderboard[{number}] must be an object.")
    name, value = _text(raw, "name", LONGEST_NAME, where), raw.get("value")
    if not name:
        raise ResultsError(f"{where}name is missing.")
    if type(value) is str:
        value = value[:LONGEST_NAME]
    elif type(value) in (int, float):
        value = _finite(value, f"{where}value")
    else:
        raise ResultsError(f"{where}value must be a number or a text.")
    return Standing(name, value, _choice(raw, "order", ORDERS, "desc", where))


def _number(raw: Table, key: str, where: str) -> float | None:
    value = raw.get(key)
    return None if value is None else _finite(value, f"{where}{key}")


def _finite(value: Any, where: str) -> float:
    if type(value) not in (int, float):
        raise ResultsError(f"{where} must be a number, not {_kind(value)}.")
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise ResultsError(
            f"{where} is {value}, which is no number that can be graded."
        )
    return float(value)


def _text(raw: Table, key: str, longest: int, where: str) -> str:
    value = raw.get(key)
    if value is None:
        return ""
    if type(value) is not str:
        raise ResultsError(f"{where}{key} must be a text, not {_kind(value)}.")
    return _cut(value, longest)


def _cut(text: str, longest: int) -> str:
    """At most so long, and only what can be stored as text."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")
    return whole if len(whole) <= longest else whole[:longest] + CUT


def _choice(
    raw: Table, key: str, allowed: tuple[str, ...], default: str, where: str
) -> str:
    value = raw.get(key)
    if value is None:
        return default
    if value not in allowed or type(value) is not str:
        raise ResultsError(
            f"{where}{key} is {value!r:.60}; allowed: {', '.join(allowed)}."
        )
    return value


def _list(raw: Table, key: str, most: int, where: str) -> list[Any]:
    value = raw.get(key)
    if value is None:
        return []
    if type(value) is not list:
        raise ResultsError(f"{where}{key} must be a list, not {_kind(value)}.")
    if len(value) > most:
        raise ResultsError(f"{where}{key} has {len(value):,} items; at most {most}.")
    return value


def _extra(raw: Table, where: str) -> dict[str, Any]:
    value = raw.get("extra_data")
    if value is None:
        return {}
    if type(value) is not dict:
        raise ResultsError(f"{where}extra_data must be an object, not {_kind(value)}.")
    extra: dict[str, Any] = _storable(value)
    if len(json.dumps(extra)) > LARGEST_EXTRA:
        raise ResultsError(f"{where}extra_data is larger than {LARGEST_EXTRA} bytes.")
    return extra


def _storable(value: Any, depth: int = 0) -> Any:
    """The same, with texts that a database takes and finite numbers."""
    if depth > DEEPEST:
        raise ResultsError("extra_data is nested too deeply.")
    if type(value) is str:
        return _cut(value, LARGEST_EXTRA)
    if type(value) is float:
        return _finite(value, "a number in extra_data")
    if type(value) is list:
        return [_storable(item, depth + 1) for item in value]
    if type(value) is dict:
        return {
            _cut(k, LONGEST_NAME): _storable(v, depth + 1) for k, v in value.items()
        }
    return value


def _kind(value: Any) -> str:
    names = {str: "a text", bool: "true or false", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)
