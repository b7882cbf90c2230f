"""The parts of a course that staff change in forms, and how they lie in its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.courses.models import Course
from portal.lib.errors import InvalidError
from portal.setup.changing import Edit
from portal.setup.tables import Field, Given, Table, typed, wall
from portal.setup.written import course_table, write_course

DAY_WORDS = (("calendar", "same time on the clock"), ("elapsed", "24 hours"))
RULES = (
    ("", "choose"),
    ("zero", "late counts 0"),
    ("gate", "late is not taken"),
    ("per_day", "percent off per day"),
    ("slip_days", "slip days"),
)


@dataclass(frozen=True)
class Part:
    """One page of set-up: a table of course.toml, or rows of them."""

    name: str
    title: str
    about: str
    row: str  # what one row is called
    fields: tuple[Field, ...]
    has_rows: bool = True


PARTS: Mapping[str, Part] = {
    part.name: part
    for part in (
        Part(
            "course",
            "Title and zone",
            "All dates of the course are in its zone.",
            "Course",
            (
                Field("title", "Title", is_needed=True),
                Field("timezone", "Time zone, such as Europe/Berlin", is_needed=True),
            ),
            has_rows=False,
        ),
        Part(
            "sessions",
            "Sessions",
            "Due dates may hang on them: who moves a session moves what hangs on it.",
            "Session",
            (
                Field("unit", "Number", "whole", is_needed=True, width=2),
                Field("starts", "Starts", "time", is_needed=True, width=4),
                Field("title", "Title", width=6),
            ),
        ),
        Part(
            "categories",
            "Categories and weights",
            "Weights are percent of the course and add up to 100, extra credit apart.",
            "Category",
            (
                Field("slug", "Short name", is_needed=True, width=3),
                Field("title", "Title", width=6),
                Field("weight", "Weight, %", "number", is_needed=True, width=3),
                Field(
                    "split",
                    "Assignments count",
                    "choice",
                    (("even", "each alike"), ("points", "by points")),
                    width=4,
                ),
                Field(
                    "marks",
                    "Marks",
                    "choice",
                    (
                        ("points", "points as scored"),
                        ("credit", "credit or none"),
                        ("bands", "bands 0, 50, 90, 100"),
                    ),
                    width=4,
                ),
                Field("drop_lowest", "Lowest dropped", "whole", width=4),
                Field("cap", "At most, %", "number", width=4),
                Field("required", "Needed to pass, %", "number", width=4),
                Field("extra", "Extra credit, on top", "flag", width=4),
            ),
        ),
        Part(
            "late",
            "Late rules",
            "The first rule that speaks of an assignment holds; with none, late work "
            "costs nothing.",
            "Rule",
            (
                Field("rule", "Rule", "choice", RULES, is_needed=True, width=4),
                Field("percent", "Percent a day", "number", width=4),
                Field("max_days", "0 after days", "whole", width=4),
                Field("days", "Slip days in the term", "whole", width=4),
                Field("most_each", "Most for one", "whole", width=4),
                Field("grace_minutes", "Grace, minutes", "whole", width=4),
                Field("day", "A day is", "choice", DAY_WORDS, width=4),
                Field("categories", "Only categories", "names", width=4),
                Field("assignments", "Only assignments", "names", width=4),
            ),
        ),
        Part(
            "letters",
            "Letters",
            "The least percent of each letter; without any there are no letters.",
            "Letter",
            (
                Field("letter", "Letter", is_needed=True, width=3),
                Field("percent", "From, %", "number", is_needed=True, width=3),
            ),
        ),
        Part(
            "final",
            "The final grade",
            "How the course's percentage is finished.",
            "Final grade",
            (
                Field(
                    "missing",
                    "What was not handed in",
                    "choice",
                    (("open", "leaves its weight to the rest"), ("zero", "counts 0")),
                ),
                Field(
                    "rounding",
                    "Rounding",
                    "choice",
                    (
                        ("none", "none"),
                        ("half_up", "to the nearest, a half up"),
                        ("half_even", "to the nearest, a half to even"),
                        ("down", "down"),
                    ),
                ),
                Field("decimals", "Decimals that rounding keeps", "whole"),
                Field("cap", "The most percent there is", "number"),
            ),
            has_rows=False,
        ),
        Part(
            "caps",
            "Caps",
            "Where a check failed, an assignment gives at most so much.",
            "Cap",
            (
                Field("assignment", "Assignment", is_needed=True, width=4),
                Field("check", "Its check", is_needed=True, width=4),
                Field("percent", "At most, %", "number", is_needed=True, width=4),
            ),
        ),
    )
}


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
