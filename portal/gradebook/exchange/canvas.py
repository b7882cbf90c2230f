"""The CSV that Canvas exports and imports as its gradebook."""

import re
from collections.abc import Iterable, Iterator, Sequence

from portal.gradebook.exchange.grades import Grades, number
from portal.lib.spreadsheets import Value

PEOPLE = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
# Columns that it has where a site is set up so.
MORE_PEOPLE = ("LastName", "FirstName", "Integration ID", "Root Account")
POSSIBLE = "Points Possible"
READ_ONLY = "(read only)"
EXCUSED = "EX"
# Rows and columns that Canvas writes beside those of students and assignments.
TEST_STUDENT = (("student, test",), ("student", "test"))
POSTING = re.compile(r"(Muted|Manual Posting.*|\(read only\))?", re.IGNORECASE)
SUMS = re.compile(
    r"\b(Current|Final|Override) (Score|Points|Grade|Status)\b", re.IGNORECASE
)


def rows_of(grades: Grades) -> Iterator[Sequence[Value]]:
    """Yield head, points possible and a row a student; ``EX`` is excused."""
    yield [*PEOPLE, *(item.name for item in grades.items)]
    possible = [number(item.max_points) for item in grades.items]
    yield [f"    {POSSIBLE}", "", "", "", "", *possible]
    for person in grades.people:
        name = f"{person.last}, {person.first}" if person.first else person.last
        got = [EXCUSED if g.is_excused else number(g.points) for g in person.grades]
        yield [name, "", person.email, person.email, person.section, *got]


def is_no_student(values: Sequence[str]) -> bool:
    """Say whether Canvas wrote this row of its own accord."""
    words = [value.strip() for value in values]
    names = tuple(word.lower() for word in words[:2])
    return (
        names[:1] == (POSSIBLE.lower(),)
        or any(names[: len(test)] == test for test in TEST_STUDENT)
        or all(POSTING.fullmatch(word) for word in words)
    )


def read_only_places(rows: Iterable[Sequence[str]]) -> frozenset[int]:
    """Return the columns that Canvas itself works out."""
    for values in rows:
        if values[0].strip().lower() == POSSIBLE.lower():
            told = enumerate(value.strip().lower() for value in values)
            return frozenset(place for place, value in told if value == READ_ONLY)
    return frozenset()


def is_sum(name: str) -> bool:
    """Say whether a column of this name is a sum, in a file without its marks."""
    return SUMS.search(name) is not None
