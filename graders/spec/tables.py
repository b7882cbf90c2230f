"""Reads TOML tables by their declared keys, noting every problem on the way."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from graders.spec.keys import Keys
from graders.spec.problems import Place, suggestion
from graders.spec.values import named

LARGEST_TOML_BYTES = 256 * 1024


def read_toml(path: Path, place: Place) -> dict[str, Any] | None:
    """Return the file's tables, or None and a noted problem."""
    if path.is_symlink() or not path.is_file():
        place.refuse("is missing, or is not a regular file")
        return None
    if path.stat().st_size > LARGEST_TOML_BYTES:
        place.refuse(f"is larger than {LARGEST_TOML_BYTES // 1024} KiB")
        return None
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        place.refuse("is not UTF-8 text")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place.refuse(f"is not valid TOML: {error}")
    return None


def read_table(raw: Any, keys: Keys, place: Place) -> dict[str, Any]:
    """Return a value for every declared key; None where a needed one is wrong."""
    if not isinstance(raw, dict):
        place.refuse(f"must be a table, not {named(raw)}")
        raw = {}
    for key in sorted(set(raw) - set(keys)):
        place.at(key).refuse(f"unknown key; {suggestion(key, keys)}")
    return {name: _read_key(raw, name, keys, place.at(name)) for name in keys}


def read_rows(raw: Any, keys: Keys, place: Place) -> list[dict[str, Any]]:
    """Return the rows of ``[[name]]``, each read by ``keys``; rows count from 1."""
    if not isinstance(raw, list):
        place.refuse(f"must be written as [[{place.key}]], not {named(raw)}")
        return []
    return [
        read_table(row, keys, place.at(number)) for number, row in enumerate(raw, 1)
    ]


def refuse_unknown_tables(
    raw: dict[str, Any], allowed: tuple[str, ...], place: Place
) -> None:
    for key in sorted(set(raw) - set(allowed)):
        place.at(key).refuse(f"unknown table; {suggestion(key, allowed)}")


def refuse_twice(rows: list[dict[str, Any]], key: str, place: Place) -> None:
    """Note each row whose ``key`` an earlier row has already."""
    seen: set[Any] = set()
    for number, row in enumerate(rows, 1):
        if row[key] is not None and row[key] in seen:
            place.at(number).at(key).refuse(f"{row[key]!r} is taken by an earlier row")
        seen.add(row[key])


def _read_key(raw: dict[str, Any], name: str, keys: Keys, place: Place) -> Any:
    key = keys[name]
    if name not in raw:
        if key.is_required:
            place.refuse("is missing")
        return key.default
    try:
        return key.read(raw[name])
    except ValueError as error:
        place.refuse(str(error))
        return key.default
