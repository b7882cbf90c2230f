"""Final grades alone: a row a student, with total and letter."""

from collections.abc import Iterator, Sequence

from portal.gradebook.exchange.grades import Grades, number
from portal.lib.spreadsheets import Value


def rows_of(grades: Grades) -> Iterator[Sequence[Value]]:
    """Yield head and rows; the head says whether all of it is released."""
    is_out = all(item.is_released for item in grades.items)
    total = "total" if is_out else "total (not all released)"
    yield ["email", "name", "section", total, "letter"]
    for person in grades.people:
        yield [
            person.email,
            person.name,
            person.section,
            number(person.total),
            person.letter,
        ]
