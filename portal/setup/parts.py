"""How the parts of a course that forms change lie in its file."""

from collections.abc import Callable, Mapping
from pathlib import Path

from portal.courses.models import Course
from portal.lib.errors import InvalidError
from portal.setup.changing import Edit
from portal.setup.course_parts import PARTS, Part
from portal.setup.tables import Given, Table, typed, wall
from portal.setup.written import course_table, write_course

__all__ = ["PARTS", "Part", "edited", "shown", "text_edit"]


def shown(course: Course, part: Part) -> list[Given]:
    """Return the rows of a part as its form shows them; one where there are no rows."""
    table = course_table(course)
    rows = [dict(row) for row in _rows(table, part)]
    if part.name == "sessions":
        for row in rows:
            row["starts"] = wall(row["starts"], course.shift_days)
    return [{f.name: typed(row.get(f.name)) for f in part.fields} for row in rows]


def edited(course: Course, part: Part, rows: list[Table]) -> Edit:
    """Return the edit that lets these rows be the part."""
    table = course_table(course)
    _WRITE.get(part.name, _write_rows)(table, part, rows, course)
    return lambda folder: write_course(folder, table)


def text_edit(text: str) -> Edit:
    """Return the edit that lets ``text`` be course.toml."""

    def edit(folder: Path) -> None:
        (folder / "course.toml").write_text(text, "utf-8")

    return edit


def _rows(table: Table, part: Part) -> list[Table]:
    if part.name == "letters":
        letters = table.get("final", {}).get("letters", {})
        cuts = sorted(letters.items(), key=lambda pair: -pair[1])
        return [{"letter": name, "percent": cut} for name, cut in cuts]
    if part.has_rows:
        return list(table.get(part.name, []))
    return [table.get(part.name, {})]


def _write_rows(table: Table, part: Part, rows: list[Table], course: Course) -> None:
    table[part.name] = rows


def _write_one(table: Table, part: Part, rows: list[Table], course: Course) -> None:
    """Keep what the form does not show."""
    names = {field.name for field in part.fields}
    before = table.get(part.name, {})
    kept = {name: value for name, value in before.items() if name not in names}
    table[part.name] = {**kept, **(rows[0] if rows else {})}


def _write_sessions(
    table: Table, part: Part, rows: list[Table], course: Course
) -> None:
    days = -course.shift_days
    table["sessions"] = [{**row, "starts": wall(row["starts"], days)} for row in rows]


def _write_letters(table: Table, part: Part, rows: list[Table], course: Course) -> None:
    letters = {row["letter"]: row["percent"] for row in rows}
    if len(letters) < len(rows):
        raise InvalidError("One letter stands in two rows.")
    table["final"] = {**table.get("final", {}), "letters": letters}


_WRITE: Mapping[str, Callable[[Table, Part, list[Table], Course], None]] = {
    "course": _write_one,
    "final": _write_one,
    "sessions": _write_sessions,
    "letters": _write_letters,
}
