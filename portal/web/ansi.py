"""Turns what a program printed into safe lines: colours stay, all else of escapes goes.

Of terminal sequences only colour, bold, faint, italic and underline have a meaning
here; they become spans with classes. Everything else, and every character that could
move, hide or reorder text, is dropped or shown as a replacement character.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LONGEST = 2000  # characters of one line
# CSI with its final byte; OSC, DCS and the like up to their end; any other escape.
ESCAPE = re.compile(
    r"\x1b\[(?P<numbers>[0-9;:]*)(?P<final>m)"
    r"|\x1b\[[0-?]*[ -/]*[@-~]?"
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)"
    r"|\x1b[ -/]*[0-~]?"
)
UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028\u2029"
    r"\u202a-\u202e\u2066-\u2069\ufeff]"
)
COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
STYLES = {1: "bold", 2: "faint", 3: "italic", 4: "underline"}
ENDS = {22: ("bold", "faint"), 23: ("italic",), 24: ("underline",)}
EXTENDED = (38, 48)  # a colour of 256, or of 24 bits: numbers that follow are its own


@dataclass(frozen=True)
class _Pen:
    """How text is written from here on."""

    colour: str = ""
    styles: frozenset[str] = frozenset()

    def classes(self) -> str:
        names = sorted(self.styles) + ([self.colour] if self.colour else [])
        return " ".join(f"a-{name}" for name in names)


def safe_lines(lines: Iterable[str]) -> tuple[SafeString, ...]:
    """Return each line as escaped HTML; a colour lasts until it is ended."""
    pen = _Pen()
    written = []
    for line in lines:
        html, pen = _line(line, pen)
        written.append(html)
    return tuple(written)


def plain(line: str) -> str:
    """Return a line without any escape sequence."""
    return UNSAFE.sub("\ufffd", ESCAPE.sub("", line))


def _line(line: str, pen: _Pen) -> tuple[SafeString, _Pen]:
    line = _overwritten(line)
    parts: list[tuple[str, str]] = []
    at = 0
    for found in ESCAPE.finditer(line):
        _add(parts, pen, line[at : found.start()])
        at = found.end()
        if found["final"]:
            pen = _turned(pen, found["numbers"])
    _add(parts, pen, line[at:])
    return format_html_join("", "{}", ((_span(*part),) for part in parts)), pen


def _overwritten(line: str) -> str:
    """Keep what a progress bar shows last, and not more than a page can bear."""
    line = line.rstrip("\r").rpartition("\r")[2]
    if len(line) > LONGEST:
        return f"{line[:LONGEST]} … {len(line) - LONGEST:,} more characters"
    return line


def _add(parts: list[tuple[str, str]], pen: _Pen, text: str) -> None:
    if text:
        parts.append((pen.classes(), UNSAFE.sub("\ufffd", text)))


def _span(classes: str, text: str) -> SafeString:
    if not classes:
        return format_html("{}", text)
    return format_html('<span class="{}">{}</span>', classes, text)


def _turned(pen: _Pen, numbers: str) -> _Pen:
    """Return the pen after the numbers of one colour sequence."""
    codes = [int(n) if n and len(n) < 4 else 0 for n in re.split("[;:]", numbers)]
    while codes:
        code = codes.pop(0)
        if code in EXTENDED:
            del codes[: 4 if codes[:1] == [2] else 2]
        else:
            pen = _after(pen, code)
    return pen


def _after(pen: _Pen, code: int) -> _Pen:
    if code == 0:
        return _Pen()
    if code in STYLES:
        return replace(pen, styles=pen.styles | {STYLES[code]})
    if code in ENDS:
        return replace(pen, styles=pen.styles - set(ENDS[code]))
    if code == 39:
        return replace(pen, colour="")
    if 30 <= code <= 37 or 90 <= code <= 97:
        return replace(pen, colour=COLOURS[code % 10])
    return pen
