"""How a cell of the gradebook looks: signs before the number, never colour alone."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.gradebook import stored
from portal.web import formats
from portal.web.templatetags.parts import icon

Key = tuple[float | None, int]
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


class Faces(dict[Key, SafeString]):
    """What stands in a cell, drawn once for each points and marks there are."""

    def __missing__(self, key: Key) -> SafeString:
        face = self[key] = face_of(*key)
        return face


def face_of(points: float | None, marks: int) -> SafeString:
    """Return what a cell shows; a sign is an icon with a name or a short word."""
    if points is not None and not marks:
        return mark_safe(formats.points(points))  # noqa: S308 - digits
    signs = [
        format_html('<span class="sign {}">{}</span>', tone, icon(name, label=word))
        for bit, tone, name, word in SIGNS
        if marks & bit
    ]
    signs += [
        format_html('<span class="sign">{}</span>', word)
        for bit, word in WORDS
        if marks & bit
    ]
    return format_html("{}{}", mark_safe("".join(signs)), _number(points, marks))  # noqa: S308


def _number(points: float | None, marks: int) -> SafeString | str:
    if points is not None:
        return formats.points(points)
    if marks & (stored.EXCUSED | stored.INCOMPLETE):
        return ""
    return format_html('<span class="faint">{}</span>', formats.NONE)


def row_marks(cells: Sequence[stored.Stored]) -> int:
    """Return all that is marked anywhere in a row."""
    found = 0
    for cell in cells:
        found |= cell[stored.MARKS]
    return found


def counted(marks: Sequence[int], bit: int) -> int:
    """Return how many of ``marks`` carry the bit."""
    return sum(1 for one in marks if one & bit)
