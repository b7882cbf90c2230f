"""Makes MathML of TeX, within bounds: what is long, deep or broken stays text.

Nothing is loaded and no script runs. It knows nothing else of ours, because the script
that makes pages of notebooks loads it by its path.
"""

import html
import re
from typing import Optional

from latex2mathml.converter import convert

LONGEST = 2_000  # characters of one formula: about 20 ms at the worst
MOST = 40_000  # and of all formulas of a text together
DEEPEST = 60
TAGS = frozenset(
    "math mi mn mo mrow msub msup msubsup mfrac msqrt mroot munder mover munderover "
    "mtable mtr mtd mtext mspace mstyle mpadded menclose semantics mphantom".split()
)
ATTRIBUTES = {
    "math": {"display", "title"},
    "mo": {"stretchy", "fence", "separator", "form", "movablelimits"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
    "mfrac": {"linethickness"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mtable": {"columnalign", "displaystyle", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
}
_SPACES = frozenset(["width", "rowspacing", "columnspacing", "linethickness"])
_ONE = r"(0|-?\d{0,2}(\.\d{1,4})?(em|ex|mu|pt|px))"
_SPACE = re.compile(rf"{_ONE}( {_ONE}){{0,9}}")
_STEP = re.compile(r"<(/?)m[a-z]*[^>]*?(/?)>")


class Formulas:
    """Writes the formulas of one text, until they have cost enough."""

    def __init__(self) -> None:
        self._left = MOST

    def html(self, tex: str, *, is_block: bool) -> str:
        """MathML that has its source as a title, or the source as code."""
        self._left -= len(tex)
        written = _mathml(tex, is_block=is_block) if self._left >= 0 else ""
        if not written:
            return f"<code>{html.escape(tex)}</code>"
        title = html.escape(" ".join(tex.split()))
        return written.replace("<math ", f'<math title="{title}" ', 1)


def _mathml(tex: str, *, is_block: bool) -> str:
    """The formula, or nothing where it can't be written."""
    if not tex.strip() or len(tex) > LONGEST:
        return ""
    try:
        written = str(convert(tex, display="block" if is_block else "inline"))
    except Exception:  # noqa: BLE001 - a dozen errors of its own, and deep recursion
        return ""
    return written if _depth(written) <= DEEPEST else ""


def _depth(written: str) -> int:
    """How deep the tags go: browsers nest frames as deep, and so does what cleans."""
    deepest = depth = 0
    for step in _STEP.finditer(written):
        is_end, is_empty = step[1], step[2]
        depth += -1 if is_end else 0 if is_empty else 1
        deepest = max(deepest, depth)
    return deepest


def allowed(tag: str, name: str, value: str) -> Optional[str]:
    """The value of an attribute of MathML, or None for a space beyond all bounds."""
    if tag.startswith("m") and name in _SPACES and not _SPACE.fullmatch(value):
        return None
    return value
