"""The CSV that Gradescope exports of a course's assignments."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from portal.gradebook.exchange.grades import Got, Grades, Item, number
from portal.lib.spreadsheets import Value

PEOPLE = ("First Name", "Last Name", "SID", "Email", "Sections")
MAX, TIME, LATENESS = (" - Max Points", " - Submission Time", " - Lateness (H:M:S)")
BESIDE = (MAX, TIME, LATENESS)
TOTAL_LATENESS = "Total Lateness (H:M:S)"
OF_ONE = "Total Score"  # of its file of a single assignment, which names none


def rows_of(grades: Grades) -> Iterator[Sequence[Value]]:
    """Yield head and a row a student: four columns an assignment, as theirs has."""
    head: list[Value] = list(PEOPLE)
    for item in grades.items:
        head += [item.name, *(item.name + beside for beside in BESIDE)]
    yield [*head, TOTAL_LATENESS]
    for person in grades.people:
        row: list[Value] = [person.first, person.last, "", person.email, person.section]
        for item, got in zip(grades.items, person.grades, strict=True):
            row += _four(item, got)
        late = sum((got.late_by for got in person.grades), timedelta())
        yield [*row, hours(late)]


def hours(span: timedelta) -> str:
    """Return hours, minutes and seconds as they write them: 49:03:00 is two days."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _four(item: Item, got: Got) -> list[Value]:
    at = got.received_at
    return [
        number(got.points),
        number(item.max_points),
        at.strftime("%Y-%m-%d %H:%M:%S %z") if at else "",
        hours(got.late_by),
    ]
