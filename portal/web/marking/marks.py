"""Files of a paper as numbered lines, cells and pages, remarks under their place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.assessments.models import Remark
from portal.marking.viewing import Cell, Line, Picture, WorkFile

FEW_LINES = 600  # of all files together: they are shown one under another


@dataclass(frozen=True)
class ShownRemark:
    """A remark under its place; the viewer takes back their own."""

    remark: Remark
    by: str
    is_mine: bool
    number: int = 0  # of its pin on a page


Remarks = Mapping[tuple[str, str, int], Sequence[ShownRemark]]


@dataclass(frozen=True)
class ShownCell:
    """One cell of a notebook."""

    number: int
    is_code: bool
    lines: SafeString
    output: str
    more: int
    remarks: Sequence[ShownRemark]
    address: str
    is_on: bool


@dataclass(frozen=True)
class ShownPage:
    """One page of a PDF: its picture where it was drawn, remarks with their pins."""

    number: int
    picture: Picture | None
    remarks: Sequence[ShownRemark]
    address: str
    is_on: bool

    @property
    def pins(self) -> list[ShownRemark]:
        return [one for one in self.remarks if one.remark.left is not None]


@dataclass(frozen=True)
class ShownFile:
    """One file as it is read."""

    file: WorkFile
    lines: SafeString
    cells: tuple[ShownCell, ...]
    pages: tuple[ShownPage, ...]


@dataclass(frozen=True)
class At:
    """The place that an address points at: ``line:7:2``, line 7 of the second file."""

    kind: str = "line"
    place: int = 0
    file: int = 0


def at_of(raw: str) -> At:
    """Return the place; none where the address says nothing we know."""
    kind, _, rest = raw.partition(":")
    numbers = rest.split(":")
    plain = all(one.isascii() and one.isdecimal() and len(one) < 8 for one in numbers)
    if kind not in Remark.Kind.values or not plain or len(numbers) != 2:
        return At()
    return At(kind, *map(int, numbers))


def shown_files(
    files: Iterable[WorkFile], remarks: Remarks, at: At, keep: Mapping[str, str]
) -> list[ShownFile]:
    """Return the files; ``keep`` is what every address within the page keeps."""
    return [
        ShownFile(
            file,
            _lines(file, file.lines, remarks, at, keep),
            tuple(_cell(file, cell, remarks, at, keep) for cell in file.cells),
            tuple(_page(file, n, remarks, at, keep) for n in range(1, file.pages + 1)),
        )
        for file in files
    ]


def grouped(remarks: Iterable[ShownRemark]) -> Remarks:
    """Return remarks by file, kind and place; those of a page are numbered."""
    found: dict[tuple[str, str, int], list[ShownRemark]] = defaultdict(list)
    for shown in remarks:
        one = shown.remark
        here = found[one.path, one.kind, one.place]
        here.append(replace(shown, number=len(here) + 1))
    return found


def code_html(line: Line) -> SafeString:
    """Return one line's parts as spans."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="{}">{}</span>', kind, text) if kind else text,)
            for kind, text in line.parts
        ),
    )


def remark_html(shown: ShownRemark) -> SafeString:
    """Return a remark with who wrote it, and the way to take it back."""
    button = mark_safe("")
    if shown.is_mine:
        button = format_html(
            ' <button class="btn btn-plain" type="submit" form="sheet" name="do" '
            'value="withdraw:{}">Take back<span class="visually-hidden"> this comment'
            "</span></button>",
            shown.remark.public_id,
        )
    pin = mark_safe("")
    if shown.remark.left is not None:
        pin = format_html('<span class="pin">{}</span> ', shown.number)
    return format_html(
        '<div class="comment">{}<b>{}</b> {}<br>{}</div>',
        pin,
        shown.by,
        button,
        shown.remark.text,
    )


def _lines(
    file: WorkFile,
    lines: Iterable[Line],
    remarks: Remarks,
    at: At,
    keep: Mapping[str, str],
) -> SafeString:
    kind = "line"
    return format_html_join(
        "\n",
        '<li{} id="{}"><a class="at" href="{}" data-at="{}" '
        'aria-label="Comment on line {}">{}</a><span>{}</span>{}</li>',
        (
            (
                _on(file, kind, line.number, remarks, at),
                f"{kind}-{line.number}-{file.number}",
                _address(file, kind, line.number, keep),
                f"{kind}:{line.number}:{file.number}",
                line.number,
                line.number,
                code_html(line) or mark_safe("&nbsp;"),
                _under(remarks, file.path, kind, line.number),
            )
            for line in lines
        ),
    )


def _cell(
    file: WorkFile, cell: Cell, remarks: Remarks, at: At, keep: Mapping[str, str]
) -> ShownCell:
    return ShownCell(
        number=cell.number,
        is_code=cell.is_code,
        lines=format_html_join(
            "\n",
            "<li><span>{}</span></li>",
            ((code_html(line) or mark_safe("&nbsp;"),) for line in cell.lines),
        ),
        output="\n".join(cell.output),
        more=cell.more,
        remarks=remarks.get((file.path, "cell", cell.number), ()),
        address=_address(file, "cell", cell.number, keep),
        is_on=at == At("cell", cell.number, file.number),
    )


def _page(
    file: WorkFile, number: int, remarks: Remarks, at: At, keep: Mapping[str, str]
) -> ShownPage:
    return ShownPage(
        number,
        file.picture(number),
        remarks.get((file.path, "page", number), ()),
        _address(file, "page", number, keep),
        is_on=at == At("page", number, file.number),
    )


def _on(file: WorkFile, kind: str, number: int, remarks: Remarks, at: At) -> SafeString:
    is_here = at == At(kind, number, file.number)
    is_on = is_here or (file.path, kind, number) in remarks
    return mark_safe(' class="on"' if is_on else "")  # noqa: S308 one of two


def _under(remarks: Remarks, path: str, kind: str, number: int) -> SafeString:
    found = remarks.get((path, kind, number), ())
    return format_html_join("", "{}", ((remark_html(one),) for one in found))


def _address(file: WorkFile, kind: str, number: int, keep: Mapping[str, str]) -> str:
    asked = {**keep, "at": f"{kind}:{number}:{file.number}"}
    return f"?{urlencode(asked)}#remark"
