"""Two files beside each other: numbered lines, and which stretch each belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.marking.papers import covered
from portal.similarity.models import Pair
from portal.similarity.selectors import Face, SheetFile

TONES = 4  # how many colours take turns; the number beside a line tells it
NAMES = ("left", "right")


@dataclass(frozen=True)
class Stretch:
    """One stretch that both have; numbered as it comes in the first one's files."""

    number: int
    files: tuple[int, int]
    lines: tuple[tuple[int, int], tuple[int, int]]  # first and last, of each
    tokens: int

    @property
    def left(self) -> str:
        return self._said(0)

    @property
    def right(self) -> str:
        return self._said(1)

    def _said(self, side: int) -> str:
        first, last = self.lines[side]
        return f"{first}" if first == last else f"{first}–{last}"


@dataclass(frozen=True)
class Choice:
    """One file that can be looked at."""

    number: int
    path: str
    stretches: int
    is_on: bool


@dataclass(frozen=True)
class Side:
    """One of the two: whose it is, its files, the chosen one's lines."""

    name: str  # left or right
    face: Face
    share: float
    tokens: int
    lines: int
    submission: str
    choices: tuple[Choice, ...]
    file: SheetFile | None
    body: SafeString


def stretches_of(pair: Pair) -> list[Stretch]:
    """Return the stretches of a pair, in the order of the first one's lines."""
    return [
        Stretch(number, (row[0], row[3]), ((row[1], row[2]), (row[4], row[5])), row[6])
        for number, row in enumerate(sorted(pair.stretches), 1)
    ]


def chosen_file(raw: str, files: Sequence[SheetFile], best: int) -> int:
    """Return which file was asked for, else the ``best`` one."""
    number = int(raw) if raw.isdecimal() and len(raw) < 5 else -1
    return number if 0 <= number < len(files) else best


def best_files(stretches: Sequence[Stretch]) -> tuple[int, int]:
    """Return the two files with most in common."""
    tokens: dict[tuple[int, int], int] = {}
    for one in stretches:
        tokens[one.files] = tokens.get(one.files, 0) + one.tokens
    return max(tokens, key=lambda files: tokens[files], default=(0, 0))


def side_of(
    pair: Pair,
    number: int,
    face: Face,
    files: Sequence[SheetFile],
    chosen: int,
    stretches: Sequence[Stretch],
    shown: Sequence[Stretch],
) -> Side:
    """Return one side; only ``shown`` are marked, which lie in both chosen files."""
    said = pair.side(number)
    file = files[chosen] if chosen < len(files) else None
    return Side(
        name=NAMES[number],
        face=face,
        share=100 * said["share"],
        tokens=said["tokens"],
        lines=said["lines"],
        submission=str(said["entry"].submission.public_id),
        choices=tuple(
            Choice(
                place,
                covered(one.path, face.hide),
                sum(row.files[number] == place for row in stretches),
                place == chosen,
            )
            for place, one in enumerate(files)
        ),
        file=file,
        body=_body(file, number, shown, face.hide) if file else SafeString(""),
    )


def _body(
    file: SheetFile, side: int, shown: Sequence[Stretch], hide: Sequence[str]
) -> SafeString:
    """Return the lines; each says in text which stretch it is part of."""
    marks: dict[int, Stretch] = {}
    starts: dict[int, list[Stretch]] = {}
    for one in shown:
        first, last = one.lines[side]
        starts.setdefault(first, []).append(one)
        for line in range(first, last + 1):
            marks.setdefault(line, one)
    return mark_safe(  # noqa: S308 - every part is escaped
        "".join(
            _line(number, covered(text, hide), side, marks.get(number), starts)
            for number, text in enumerate(file.lines, 1)
        )
    )


def _line(
    number: int,
    text: str,
    side: int,
    mark: Stretch | None,
    starts: dict[int, list[Stretch]],
) -> str:
    if mark is None:
        return f'<li><span class="at">{number}</span><span></span>{escape(text)}</li>'
    heads = "".join(_head(one, side) for one in starts.get(number, ()))
    sign = heads or f'<span class="in">{mark.number}</span>'
    return (
        f'<li class="m t{mark.number % TONES}"><span class="at">{number}</span>'
        f"<span>{sign}</span>{escape(text)}</li>"
    )


def _head(one: Stretch, side: int) -> str:
    """Return the beginning of a stretch: a link to its other side."""
    return format_html(
        '<a class="begin" id="{}-{}" href="#{}-{}" data-match="{}"'
        ' aria-label="Match {}, lines {}; go to the other side">▸{}</a>',
        NAMES[side],
        one.number,
        NAMES[1 - side],
        one.number,
        one.number,
        one.number,
        one.right if side else one.left,
        one.number,
    )
