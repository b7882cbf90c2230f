"""The CSV that Canvas exports and imports as its gradebook."""

from collections.abc import Iterator, Sequence

from portal.gradebook.exchange.grades import Grades, number
from portal.lib.spreadsheets import Value

PEOPLE = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POSSIBLE = "Points Possible"
EXCUSED = "EX"


def rows_of(grades: Grades) -> Iterator[Sequence[Value]]:
    """Yield head, points possible and a row a student; ``EX`` is excused."""
    yield [*PEOPLE, *(item.name for item in grades.items)]
    possible = [number(item.max_points) for item in grades.items]
    yield [f"    {POSSIBLE}", "", "", "", "", *possible]
    for person in grades.people:
        name = f"{person.last}, {person.first}" if person.first else person.last
        got = [EXCUSED if g.is_excused else number(g.points) for g in person.grades]
        yield [name, "", person.email, person.email, person.section, *got]
