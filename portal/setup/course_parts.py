"""The parts of a course that staff change in forms: what each asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.setup.tables import Field

DAY_WORDS = (("calendar", "until the same time on the clock"), ("elapsed", "24 hours"))
RULES = (
    ("", "choose"),
    ("zero", "late counts 0"),
    ("gate", "late is not taken"),
    ("per_day", "percent off per day"),
    ("slip_days", "slip days"),
)

NOTES = (
    ("policy", "people keep it, not the portal"),
    ("stated", "a source states it, and the portal keeps it"),
    ("contradiction", "sources disagree"),
    ("override", "one source replaces another"),
    ("default", "no source states it: our default"),
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
                Field("max_days", "Days until it counts 0", "whole", width=4),
                Field("days", "Slip days in the term", "whole", width=4),
                Field("most_each", "Slip days for one, at most", "whole", width=4),
                Field(
                    "grace_minutes", "Minutes that are not late yet", "whole", width=4
                ),
                Field("day", "A day is", "choice", DAY_WORDS, width=4),
                Field("categories", "Only categories, short names", "names", width=4),
                Field("assignments", "Only assignments, short names", "names", width=4),
            ),
        ),
        Part(
            "letters",
            "Letters",
            "The least percent of each letter; without any there are no letters.",
            "Letter",
            (
                Field("letter", "Letter", is_needed=True, width=3, phone=6),
                Field("percent", "From, %", "number", is_needed=True, width=3, phone=6),
            ),
        ),
        Part(
            "final",
            "The final grade",
            "What becomes of the total before it is the final grade.",
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
                Field("cap", "No total above, %", "number"),
            ),
            has_rows=False,
        ),
        Part(
            "caps",
            "Caps",
            "Where a check failed, an assignment gives at most this much.",
            "Cap",
            (
                Field("assignment", "Assignment, short name", is_needed=True, width=4),
                Field("check", "Its check, short name", is_needed=True, width=4),
                Field("percent", "At most, %", "number", is_needed=True, width=4),
            ),
        ),
        Part(
            "notes",
            "Notes on decisions",
            "What staff read on the page Rules; nothing is computed from it.",
            "Note",
            (
                Field("about", "About", is_needed=True, width=6),
                Field("kind", "Why it is noted", "choice", NOTES, width=6),
                Field("text", "What is said", "wide", is_needed=True, width=12),
                Field("here", "What holds in this course", "wide", width=12),
            ),
        ),
    )
}
