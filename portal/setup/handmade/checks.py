"""What gives points: rows of a form to [[checks]], and back."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.lib.errors import InvalidError
from portal.setup.handmade.fields import BY_PEOPLE, SHARES
from portal.setup.handmade.said import Rows, Table, free_name, is_name, slug_of

ALL = "all-"
RUBRIC = "rubric.toml"
WHOLE = ("gate", "credit")
SHOWN = ("name", "title", "points", "measure", "curve", "requires", "visibility")
Before = Mapping[str, Table]  # the checks there were, by name


def parts_of(rows: Rows, before: Before) -> Iterator[Table]:
    """Yield the checks of parts that people give points for."""
    taken: set[str] = set()
    files = {str(one.get("rubric")) for one in before.values()}
    for number, row in enumerate(rows, start=1):
        name = _name(row, number, taken)
        check = {"name": name, "title": row["title"], "points": row["points"]}
        if row.get("graded") == "rubric":
            check["rubric"] = _file(name, before, files)
        yield {**_kept(before.get(name, {})), **check}


def checks_of(rows: Rows, before: Before) -> Iterator[Table]:
    """Yield the checks that a program or people find something for."""
    taken: set[str] = set()
    files = {str(one.get("rubric")) for one in before.values()}
    for number, row in enumerate(rows, start=1):
        name = _name(row, number, taken)
        old = before.get(name, {})
        check: Table = {"name": name, "title": row["title"]}
        check |= {key: row[key] for key in ("points", "requires") if key in row}
        if row.get("visibility", "visible") != "visible":
            check["visibility"] = row["visibility"]
        if row.get("by", BY_PEOPLE) == BY_PEOPLE:
            check["rubric"] = _file(name, before, files)
        else:
            check |= _found(row, f"Row {number}")
            check |= _unit(check["measure"], old)
        yield {**_kept(old), **check}


def by_people(row: Table) -> bool:
    """Say whether people give a row's points by a rubric."""
    return row.get("by") == BY_PEOPLE or row.get("graded") == "rubric"


def rows_of(checks: list[Table]) -> Iterator[Table]:
    """Yield the rows of checks; KeyError or ValueError where a form can't say one."""
    for check in checks:
        row = {key: check[key] for key in SHOWN if key in check and key != "curve"}
        row.pop("measure", None)
        if "rubric" in check:
            yield {**row, "by": BY_PEOPLE, "graded": "rubric"}
        elif "curve" in check:
            yield {**row, **_said_of(check)}
        else:
            yield {**row, "graded": "number"}


def _name(row: Table, number: int, taken: set[str]) -> str:
    wanted = row.get("name") or ""
    if not is_name(wanted):
        wanted = slug_of(wanted or row["title"]) or f"part-{number}"
    return free_name(wanted, taken)


def _kept(old: Table) -> Table:
    """Return what the form does not show, such as a hint."""
    return {k: v for k, v in old.items() if k not in (*SHOWN, "rubric", "unit")}


def _file(name: str, before: Before, files: set[str]) -> str:
    """Return the rubric's file: the one it had, or one that no other check has."""
    old = before.get(name, {}).get("rubric")
    if old:
        return str(old)
    file = RUBRIC if RUBRIC not in files else f"rubric-{name}.toml"
    files.add(file)
    return file


def _unit(measure: str, old: Table) -> Table:
    if old.get("measure") == measure:
        return {"unit": old["unit"]} if "unit" in old else {}
    return {"unit": measure} if measure in ("pages", "words") else {}


def _found(row: Table, where: str) -> Table:
    """Return measure and curve of what a program finds."""
    by, how = row["by"], row.get("how", "line")
    if how in WHOLE:
        return {"measure": f"{ALL}{by}" if by in SHARES else by, "curve": how}
    scale = 100 if by in SHARES else 1
    steps = row.get("steps", "")
    if how == "line":
        ends = [_number(one, where) / scale for one in steps.split(",") if one.strip()]
        return {"measure": by, "curve": {"line": ends or [0, 1]}}
    pairs = [one.split(":") for one in steps.split(",") if one.strip()]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise InvalidError(
            f"{where}: say the steps, such as 50: 50, 100: 100 for half of the points "
            "from half of it on."
        )
    bands = [[_number(a, where) / scale, _number(b, where)] for a, b in pairs]
    return {"measure": by, "curve": {"bands": bands}}


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InvalidError(f"{where}: {text.strip()[:40]!r} is no step.") from None


def _said_of(check: Table) -> Table:
    curve: Any = check["curve"]
    measure = check["measure"]
    if curve in WHOLE:
        return {"by": measure.removeprefix(ALL), "how": curve}
    scale = 100 if measure in SHARES else 1
    [(how, said)] = curve.items()
    if how == "line":
        ends = ", ".join(f"{one * scale:g}" for one in said)
        return {"by": measure, "how": how, "steps": "" if said == [0, 1] else ends}
    if how != "bands":
        raise ValueError(how)
    steps = ", ".join(f"{at * scale:g}: {percent:g}" for at, percent in said)
    return {"by": measure, "how": how, "steps": steps}
