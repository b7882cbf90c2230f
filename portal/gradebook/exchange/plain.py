"""Our own shape: a row a student, points and state of each assignment."""

from collections.abc import Iterator, Sequence

from portal.gradebook.exchange.grades import Grades, number
from portal.lib.spreadsheets import Value

SUFFIX_STATE = " state"


def rows_of(grades: Grades) -> Iterator[Sequence[Value]]:
    """Yield head and rows; the head says what is not released."""
    head: list[Value] = ["email", "name", "section"]
    for item in grades.items:
        hidden = "" if item.is_released else ", not released"
        head += [f"{item.slug} ({item.max_points:g}{hidden})", item.slug + SUFFIX_STATE]
    yield [*head, "total", "letter"]
    for person in grades.people:
        row: list[Value] = [person.email, person.name, person.section]
        for got in person.grades:
            row += [number(got.points), got.state]
        yield [*row, number(person.total), person.letter]
