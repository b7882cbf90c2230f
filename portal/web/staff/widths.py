"""How wide a column of the gradebook is: rows are boxes, so all must know it alike."""

from collections.abc import Iterable

from portal.gradebook import stored
from portal.web.staff.faces import SIGNS

# In rem. ``.w1`` to ``.w6`` in components.css are so many steps more than the first.
FIRST, STEP, MOST = 4.5, 0.75, 6
AROUND, LETTER, NUMBER, SIGN = 1.0, 0.55, 2.5, 1.25
SIGNED = sum(bit for bit, _, _ in SIGNS)
WORDED = stored.EXCUSED | stored.INCOMPLETE


def width_of(slug: str, marks: Iterable[int]) -> str:
    """Return the class of a column with this head and cells marked like these.

    A longer head wraps; a cell never does.
    """
    signs = max((_signs(one) for one in set(marks)), default=0)
    wanted = AROUND + max(len(slug) * LETTER, NUMBER + signs * SIGN)
    steps = min(MOST, max(0, -int((FIRST - wanted) // STEP)))
    return f"w{steps}" if steps else ""


def _signs(marks: int) -> int:
    """Return how many signs stand beside the points; a word is as wide as two."""
    is_worded = marks & WORDED and marks & SIGNED
    return (marks & SIGNED).bit_count() + (2 if is_worded else 0)
