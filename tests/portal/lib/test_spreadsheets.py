import csv
import io

import pytest
from openpyxl import load_workbook

from portal.lib.errors import InvalidError
from portal.lib.spreadsheets import (
    csv_bytes,
    plain,
    read_rows,
    safe,
    separator_of,
    xlsx_bytes,
)

NASTY = [
    "=SUM(A1:A9)",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "  =cmd|' /C calc'!A0",
    '=HYPERLINK("http://x")',
    "＝1+1",
    "－1",
    "＠x",
    "＋1",
    "-1;=1+1",
    "@a\n=1+1",
]
INSIDE = ["Ada;=1+1", "Ada; \t@SUM(1)", "one\r\n-2+3", "a;b;+1", "x;＝1", "Ada\t=1"]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_begins_a_formula_and_reading_gives_it_back(text):
    written = csv_bytes([["name"], [text]])
    cell = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))[1][0]
    assert cell.startswith("'") and plain(safe(text)) == text


@pytest.mark.parametrize("text", INSIDE)
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_no_formula_begins_where_another_program_sees_a_cell_begin(text, mark):
    """Excel in half of the world parts our commas by semicolons, and knows no quote."""
    written = csv_bytes([["name", "more"], [text, 1]]).decode("utf-8-sig")
    for row in written.splitlines():
        for cell in row.split(mark):
            assert not cell.strip(' "').startswith(("=", "+", "-", "@", "＝")), row
    assert plain(safe(text)) == text


def test_a_dash_within_a_text_stays_as_it_is():
    for text in ("Ada Byron-King", "a, -b", "1 + 1; 2 - 1", "me@x.edu;you@x.edu"):
        assert safe(text) == text


def test_numbers_stay_numbers():
    assert csv_bytes([[-2.5, 0, None]]).decode("utf-8-sig") == "-2.5,0,\r\n"
    assert safe("Ada") == "Ada" and plain("'tis") == "'tis"


def test_a_workbook_holds_no_formula_and_no_character_that_breaks_it():
    content = xlsx_bytes(
        {"Grades": [["a", "b"], ["=1+1", -2.5], ["x\x00y\ud800", None]]}
    )
    sheet = load_workbook(io.BytesIO(content))["Grades"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].value == -2.5 and sheet["A3"].value == "xy"
    assert sheet.freeze_panes == "B2" and sheet["A1"].font.bold


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        ("email,hw1\nn\xe9e@x.edu,1\n".encode("latin-1"), "Line 2: not UTF-8"),
        (b"email,hw1\n\0\n", "zero bytes"),
        (b"PK\x03\x04rest", "This is a workbook"),
        (b'email,hw1\n"open,1\n', "not CSV"),
        (b"x" * (5 * 2**20 + 1), "larger than 5 MiB"),
    ],
)
def test_a_file_that_can_t_be_read_is_told_what_to_do(content, sentence):
    with pytest.raises(InvalidError, match=sentence):
        read_rows(content)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_files_of_office_programs_are_read_as_they_are_saved(mark, encoding):
    lines = ['email|name|"one; two, three"', 'zo\xeb@x.edu|"Doe, Zo\xeb"|92.5']
    content = "\r\n".join(lines).replace("|", mark).encode(encoding)
    assert read_rows(content) == [
        (1, ["email", "name", "one; two, three"]),
        (2, ["zo\xeb@x.edu", "Doe, Zo\xeb", "92.5"]),
    ]


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        ("email;hw1: Maps, folds, and more;total", ";"),
        ("email, name, hw1", ","),
        ("email,hw1", ","),
        ("email", ","),
        ("email\thw1 (100, not released)", "\t"),
    ],
)
def test_commas_of_a_title_separate_no_columns(head, mark):
    assert separator_of(f"{head}\n1,2;3\n") == mark
