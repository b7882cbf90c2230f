"""Tables in and out of files: CSV and XLSX that no program takes for formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from portal.lib.errors import InvalidError

Value = str | float | int | None
Rows = Iterable[Sequence[Value]]

LARGEST_BYTES = 5 * 2**20
SEPARATORS = (",", ";", "\t")
QUOTED = re.compile(r'"[^"]*"')
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Where a program that parts columns by semicolons sees the next cell begin: it takes no
# quote for one that a comma stands before. A comma of ours is always within quotes.
INNER = re.compile(r"([;\t\r\n]\s*)(?=[=+\-@＝＋－＠])")
KEPT = re.compile(r"([;\t\r\n]\s*)'(?=[=+\-@＝＋－＠])")
# What XML, and so XLSX, can't hold.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and computes nothing.

    An apostrophe goes before what would begin a formula, also where a program may see
    another cell begin; numbers are no text.
    """
    text = INNER.sub(r"\1'", text)
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def plain(text: str) -> str:
    """Return what ``safe`` was given."""
    is_ours = text.startswith("'") and text[1:].lstrip(" ").startswith(DANGEROUS)
    return KEPT.sub(r"\1", text[1:] if is_ours else text)


def csv_bytes(rows: Rows) -> bytes:
    """Return a CSV file in UTF-8, marked so that every program reads it as that."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe(v) if isinstance(v, str) else v for v in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: dict[str, Rows]) -> bytes:
    """Return a workbook; the first row of each sheet is its head and stays in sight."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, is_head=not number) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Return a CSV file's rows, each with its line; InvalidError says what is wrong.

    Columns are separated by what the first line has most of: comma, semicolon or tab.
    """
    text = text_of(content)
    reader = csv.reader(
        io.StringIO(text, newline=""), strict=True, delimiter=separator_of(text)
    )
    rows = []
    try:
        for values in reader:
            if any(value.strip() for value in values):
                rows.append((reader.line_num, [plain(v).strip() for v in values]))
    except csv.Error as error:
        raise InvalidError(f"Line {reader.line_num}: not CSV: {error}.") from error
    if not rows:
        raise InvalidError("The file is empty.")
    return rows


def separator_of(text: str) -> str:
    """Return what separates the columns of the first line; a comma where none does.

    In a title a comma is followed by a space, between columns nothing is, mostly.
    """
    head = QUOTED.sub("", text.partition("\n")[0])

    def tight(mark: str) -> tuple[int, int]:
        return head.count(mark) - head.count(f"{mark} "), head.count(mark)

    return max(SEPARATORS, key=tight)


def text_of(content: bytes) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with its mark."""
    if len(content) > LARGEST_BYTES:
        raise InvalidError(f"The file is larger than {LARGEST_BYTES // 2**20} MiB.")
    if content.startswith(b"PK\x03\x04"):
        raise InvalidError("This is a workbook; save it as CSV in UTF-8.")
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidError(
            f"Line {line}: not UTF-8 (Latin-1, perhaps); save the file as UTF-8."
        ) from error
    if "\0" in text:
        raise InvalidError("The file has zero bytes in it: it is no CSV file.")
    return text


def _cell(sheet: Any, value: Value, *, is_head: bool) -> Any:
    if isinstance(value, str):
        value = UNWRITABLE.sub("", value)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
    if is_head:
        cell.font = Font(bold=True)
    return cell
