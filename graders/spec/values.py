"""Readers of single values: each returns the value or raises ValueError, saying why."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from graders.spec.model import When
from graders.spec.problems import suggestion

Reader = Callable[[Any], Any]

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
SLUG_RULE = "lower-case letters, digits and single hyphens, at most 64"
LABEL = r"[a-z][a-z0-9_-]*(?::[a-z0-9_.-]+)?(?:(?:>=|<=|=)\d+(?:\.\d+)*)?"
OFFSET = re.compile(r"([+-]?)(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
_NAME_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_PATTERN_PART = re.compile(r"[A-Za-z0-9_*?\[\]!][A-Za-z0-9_.*?\[\]!-]{0,99}")


def text(
    *,
    pattern: str = "",
    allowed: str = "",
    longest: int = 200,
    may_be_empty: bool = False,
) -> Reader:
    """Read one line of text, whole-matching ``pattern`` where one is given."""

    def read(raw: Any) -> str:
        if not isinstance(raw, str):
            raise ValueError(f"must be text, not {named(raw)}")
        if not raw.strip() and not may_be_empty:
            raise ValueError("must not be empty")
        if len(raw) > longest or not raw.isprintable():
            raise ValueError(f"must be one line of at most {longest} characters")
        if pattern and not re.fullmatch(pattern, raw):
            raise ValueError(f"{raw!r} does not fit; allowed: {allowed or pattern}")
        return raw

    return read


def slug(raw: Any) -> str:
    return str(text(pattern=SLUG, allowed=SLUG_RULE, longest=64)(raw))


def label(raw: Any) -> str:
    allowed = 'such as "gpu", "arch:arm64" or "cuda>=12"'
    return str(text(pattern=LABEL, allowed=allowed, longest=64)(raw))


def choice(options: Iterable[str]) -> Reader:
    words = tuple(options)

    def read(raw: Any) -> str:
        if not isinstance(raw, str) or raw not in words:
            raise ValueError(f"is {raw!r}; {suggestion(str(raw), words)}")
        return raw

    return read


def number(low: float, high: float) -> Reader:
    def read(raw: Any) -> float:
        if type(raw) not in (int, float) or not math.isfinite(raw):
            raise ValueError(f"must be a number, not {named(raw)}")
        if not low <= raw <= high:
            raise ValueError(f"is {raw}; allowed: {low:g} to {high:g}")
        return float(raw)

    return read


def integer(low: int, high: int) -> Reader:
    def read(raw: Any) -> int:
        if type(raw) is not int:
            raise ValueError(f"must be a whole number, not {named(raw)}")
        if not low <= raw <= high:
            raise ValueError(f"is {raw}; allowed: {low} to {high}")
        return raw

    return read


def flag(raw: Any) -> bool:
    if type(raw) is not bool:
        raise ValueError(f"must be true or false, not {named(raw)}")
    return raw


def several(item: Reader, *, most: int = 100) -> Reader:
    """Read a list without repetitions, each item by ``item``."""

    def read(raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise ValueError(f"must be a list, not {named(raw)}")
        if len(raw) > most:
            raise ValueError(f"has {len(raw)} items; allowed: at most {most}")
        values = tuple(item(each) for each in raw)
        twice = sorted({str(value) for value in values if values.count(value) > 1})
        if twice:
            raise ValueError(f"names {', '.join(twice)} twice")
        return values

    return read


def table(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise ValueError(f"must be a table, not {named(raw)}")
    return raw


def rows(raw: Any) -> list[Any]:
    """Read a list of tables; each is read by its own keys later."""
    if not isinstance(raw, list):
        raise ValueError(f"must be a list of tables, not {named(raw)}")
    if len(raw) > 100:
        raise ValueError(f"has {len(raw)} rows; allowed: at most 100")
    return raw


def numbers_by_name(raw: Any) -> dict[str, float]:
    """Read a table of cut-offs in percent, such as ``{ A = 93, B = 83 }``."""
    percent = number(0, 1000)
    return {text(longest=16)(name): percent(cut) for name, cut in table(raw).items()}


def file_name(raw: Any) -> str:
    """Read a relative path with no way out, hidden part or shell surprise."""
    return _path(raw, _NAME_PART, "a plain relative file name such as train.py")


def file_pattern(raw: Any) -> str:
    """Read a file name that may hold ``*``, ``?`` and ``[…]``."""
    return _path(raw, _PATTERN_PART, "a relative pattern such as *.py")


def rubric_name(raw: Any) -> str:
    allowed = "rubric.toml or rubric-NAME.toml, beside assignment.toml"
    return str(text(pattern=r"rubric(?:-[a-z0-9-]+)?\.toml", allowed=allowed)(raw))


def _path(raw: Any, part: re.Pattern[str], allowed: str) -> str:
    name = str(text()(raw))
    parts = name.split("/")
    if len(parts) > 8 or not all(part.fullmatch(each) for each in parts):
        raise ValueError(f"{name!r} is not safe; allowed: {allowed}")
    return name


def timezone(raw: Any) -> str:
    name = str(text(longest=64)(raw))
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f'{name!r} is no time zone; allowed: IANA names such as "Europe/Berlin"'
        ) from None
    return name


def local_time(raw: Any) -> datetime:
    """Read a date and time without an offset: the clock on the classroom's wall."""
    moment = instant(raw)
    if moment.tzinfo is not None:
        raise ValueError("must have no offset: it is in the course's time zone")
    return moment


def day(raw: Any) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    raise ValueError(f"must be a day such as 2026-09-01, not {named(raw)}")


def instant(raw: Any) -> datetime:
    if isinstance(raw, datetime):
        return raw
    example = "2022-08-30T18:30:00"
    if isinstance(raw, date):
        raise ValueError(f"needs a time of day as well, such as {example}")
    raise ValueError(f"must be a date and time such as {example}, not {named(raw)}")


def when(raw: Any) -> When:
    """Read an instant, or ``{ session = 6, offset = "-24h" }``."""
    if not isinstance(raw, dict):
        return When(at=instant(raw))
    unknown = sorted(set(raw) - {"session", "offset"})
    if unknown:
        raise ValueError(f"has {unknown[0]!r}; allowed: session, offset")
    if "session" not in raw:
        raise ValueError("needs session, the unit of the session it hangs on")
    unit = integer(0, 1000)(raw["session"])
    days, elapsed = offset(raw.get("offset", "0h"))
    return When(session=unit, days=days, offset=elapsed)


def offset(raw: Any) -> tuple[int, timedelta]:
    """Read ``-24h`` or ``1w2d``: calendar days, and hours and minutes on top."""
    match = OFFSET.fullmatch(raw) if isinstance(raw, str) else None
    if match is None or not any(match.groups()[1:]) or len(raw) > 20:
        raise ValueError(
            f'{raw!r} is no offset; allowed: such as "-24h", "7d", "1d12h"'
        )
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups()[1:])
    sign = -1 if match.group(1) == "-" else 1
    if 7 * weeks + days > 1000 or hours > 24_000 or minutes > 1_440_000:
        raise ValueError(f"{raw!r} is too far; allowed: at most 1000 days")
    return sign * (7 * weeks + days), sign * timedelta(hours=hours, minutes=minutes)


def named(raw: Any) -> str:
    """Name a value's type in TOML's words."""
    words = {
        str: "text",
        int: "a whole number",
        float: "a decimal number",
        bool: "true or false",
        list: "a list",
        dict: "a table",
        datetime: "a date and time",
        date: "a date",
    }
    return words.get(type(raw), type(raw).__name__)
