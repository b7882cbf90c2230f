"""The CSV that Moodle exports from its grader report, and imports into it."""

from collections.abc import Iterator, Sequence

from portal.gradebook.exchange.grades import Grades, number
from portal.lib.spreadsheets import Value

PEOPLE = ("First name", "Surname", "ID number", "Institution", "Department")
EMAIL = "Email address"
BEFORE, AFTER = "Assignment: ", " (Real)"
TOTAL = "Course total (Real)"


def rows_of(grades: Grades) -> Iterator[Sequence[Value]]:
    """Yield head and a row a student; an empty cell is no grade."""
    items = [f"{BEFORE}{item.name}{AFTER}" for item in grades.items]
    totals = [TOTAL] if grades.has_totals else []
    yield [*PEOPLE, EMAIL, *items, *totals]
    for person in grades.people:
        got = [_value(one.points) for one in person.grades]
        end = [_value(person.total)] if grades.has_totals else []
        yield [person.first, person.last, "", "", "", person.email, *got, *end]


def _value(points: float | None) -> Value:
    return "" if points is None else number(points)
