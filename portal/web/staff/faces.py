"""How a row of the gradebook looks: signs before the number, never colour alone."""

from collections.abc import Sequence
from functools import cache, lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markupsafe import escape

from portal.gradebook import stored
from portal.gradebook.selectors import StoredRow
from portal.web import formats

# Bit -> picture (frontend/static/signs), word; in the order they are written.
SIGNS = (
    (stored.LATE, "late", "late"),
    (stored.MISSING, "missing", "missing"),
    (stored.PENDING, "pending", "waits for a person"),
    (stored.OVERRIDE, "override", "override"),
    (stored.ADJUSTED, "adjusted", "adjusted"),
    (stored.ALONE, "alone", "released to this student"),
)
# A picture behind a box: of drawings in the page a browser paints thousands slowly.
FACE = '<span class="face {}" role="img" aria-label="{}"></span>'
# Rows in a body of the table, as components.css has it: a browser lays out only those
# bodies that are near what is seen.
BODY = 20
WORDS = ((stored.EXCUSED, "exc."), (stored.INCOMPLETE, "inc."))
NOT_COUNTED = stored.EXCUSED | stored.INCOMPLETE


class Faces:
    """Draws rows; what stands in a cell is drawn once for all the cells alike.

    It writes its own tags, without the end tags that HTML lets one leave out: a table
    of 75,000 cells is written in the time that a template takes for a tenth of them.
    ``places`` are those of the shown cells, each with the attributes of its column.
    """

    def __init__(self, places: Sequence[tuple[int, str]], grades_url: str) -> None:
        self._places = [place for place, _ in places]
        tags = "".join(f"<td{attributes}>%s" for _, attributes in places)
        self._row = (
            '<tr id="s-%s"><th scope="row">'
            f'<a href="{grades_url}%s/grades/">%s</a>{tags}'
            '<td class="group total">%s\n'
        )

    def bodies(self, people: Sequence[StoredRow]) -> SafeString:
        """Return everybody's row, in bodies of one size; what is over comes first.

        The first is always seen, so the height of no other has to be guessed.
        """
        rows = list(map(self._one, people))
        over = len(rows) % BODY
        parts = [
            rows[:over],
            *(rows[n : n + BODY] for n in range(over, len(rows), BODY)),
        ]
        drawn = "".join(f"<tbody>{''.join(part)}" for part in parts if part)
        return mark_safe(drawn)  # noqa: S308 - escaped below

    def _one(self, row: StoredRow) -> str:
        key = str(row.enrollment)
        points, marks = row.points, row.marks
        total = formats.points(row.rounded)
        return self._row % (
            key,
            key,
            escape(row.name or row.email),
            *[_drawn(points[place], marks[place]) for place in self._places],
            f"{total} {escape(row.letter)}" if row.letter else total,
        )


@lru_cache(maxsize=20_000)
def _drawn(points: float | None, marks: int) -> str:
    """Return what stands in a cell; classes have few grades that nobody else has."""
    return signs_of(marks) + ("" if points is None else formats.points(points))


@cache
def signs_of(marks: int) -> str:
    """Return what stands before the points, or instead of them."""
    parts: list[str] = [
        format_html(FACE, name, word) for bit, name, word in SIGNS if marks & bit
    ]
    parts += [f'<span class="sign">{word}</span>' for bit, word in WORDS if marks & bit]
    if marks & stored.NOTHING and not marks & NOT_COUNTED:
        parts.append(f'<span class="faint">{formats.NONE}</span>')
    return "".join(parts)


def counted(marks: Sequence[int], bit: int) -> int:
    """Return how many of ``marks`` carry the bit."""
    return sum(1 for one in marks if one & bit)
