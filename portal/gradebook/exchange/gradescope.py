"""The CSV that Gradescope exports of a course's assignments."""

from collections.abc import Iterator, Sequence

from portal.gradebook.exchange.grades import Grades, number
from portal.lib.spreadsheets import Value

PEOPLE = ("First Name", "Last Name", "SID", "Email", "Sections")
MAX = " - Max Points"
BESIDE = (MAX, " - Submission Time", " - Lateness (H:M:S)")


def rows_of(grades: Grades) -> Iterator[Sequence[Value]]:
    """Yield head and a row a student, with the most points beside each grade."""
    head: list[Value] = list(PEOPLE)
    for item in grades.items:
        head += [item.name, item.name + MAX]
    yield head
    for person in grades.people:
        row: list[Value] = [person.first, person.last, "", person.email, person.section]
        for item, got in zip(grades.items, person.grades, strict=True):
            row += [number(got.points), number(item.max_points)]
        yield row
