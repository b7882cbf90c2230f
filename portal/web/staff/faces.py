"""How a cell of the gradebook looks: signs before the number, never colour alone."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.gradebook import stored
from portal.web import formats
from portal.web.templatetags.parts import icon

# Bit -> tone, icon, word; in the order they are written.
SIGNS = (
    (stored.LATE, "is-warn", "clock-alert", "late"),
    (stored.MISSING, "is-warn", "circle-dashed", "missing"),
    (stored.PENDING, "is-quiet", "user-pen", "waits for a person"),
    (stored.OVERRIDE, "is-busy", "pencil", "override"),
    (stored.ADJUSTED, "is-busy", "plus", "adjusted"),
    (stored.ALONE, "is-quiet", "eye", "released to this student"),
)
WORDS = ((stored.EXCUSED, "exc."), (stored.INCOMPLETE, "inc."))
NOT_COUNTED = stored.EXCUSED | stored.INCOMPLETE


class Faces:
    """Draws rows of cells; signs are drawn once for all the marks there are.

    It writes its own tags, without the end tags that HTML lets one leave out: a table
    of 75,000 cells is written in the time that a template takes for a tenth of them.
    """

    def __init__(self) -> None:
        self._signs: dict[int, str] = {}
        self._numbers: dict[float | None, str] = {None: ""}

    def row(self, cells: Sequence[stored.Stored], places: Sequence[int]) -> SafeString:
        """Return the cells at ``places``; a negative one begins another category."""
        signs, numbers = self._signs, self._numbers
        written = []
        for place in places:
            points, marks = cells[~place if place < 0 else place][:2]
            if marks not in signs:
                signs[marks] = signs_of(marks)
            if points not in numbers:
                numbers[points] = formats.points(points)
            tag = '<td class="group">' if place < 0 else "<td>"
            written.append(tag + signs[marks] + numbers[points])
        return mark_safe("".join(written))  # noqa: S308 - digits and signs of ours


def signs_of(marks: int) -> str:
    """Return what stands before the points, or instead of them."""
    parts: list[str] = [
        format_html('<span class="sign {}">{}</span>', tone, icon(name, label=word))
        for bit, tone, name, word in SIGNS
        if marks & bit
    ]
    parts += [f'<span class="sign">{word}</span>' for bit, word in WORDS if marks & bit]
    if marks & stored.NOTHING and not marks & NOT_COUNTED:
        parts.append(f'<span class="faint">{formats.NONE}</span>')
    return "".join(parts)


def row_marks(cells: Sequence[stored.Stored]) -> int:
    """Return all that is marked anywhere in a row."""
    found = 0
    for cell in cells:
        found |= cell[stored.MARKS]
    return found


def counted(marks: Sequence[int], bit: int) -> int:
    """Return how many of ``marks`` carry the bit."""
    return sum(1 for one in marks if one & bit)
