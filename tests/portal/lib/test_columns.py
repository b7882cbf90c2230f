"""Files are read by the names of their columns."""

import pytest

from portal.lib.columns import rows_by_column
from portal.lib.errors import InvalidError


def test_columns_come_in_any_order_and_have_any_case():
    rows = rows_by_column(
        b"Name;EMAIL\nZo\xc3\xab; zoe@example.edu \n", ["email"], ["name"]
    )
    assert [(row.line, row["email"], row["name"]) for row in rows] == [
        (2, "zoe@example.edu", "Zoë")
    ]
    assert rows[0]["section"] == ""
    assert rows[0].wrong("who is it?") == "Line 2: who is it?"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name\nAda\n", "Line 1: the column 'email' is missing."),
        (b"email,email\na,b\n", "Line 1: the column 'email' is there twice."),
        (b"email,grade\na,b\n", "unknown column 'grade'; allowed: email, name."),
        (b"email,name\na\nb,c,d\n", "Line 2: 1 values for 2 columns."),
        (b"email,name\na,b\nb,c,d\n", "Line 3: 3 values for 2 columns."),
        (b"email\n", "nothing below it"),
    ],
)
def test_every_wrong_line_is_named(content, said):
    with pytest.raises(InvalidError) as refused:
        rows_by_column(content, ["email"], ["name"])
    assert said in refused.value.sentence


def test_other_columns_are_kept_for_whoever_wants_them():
    [row] = rows_by_column(b"email,Session 1\na,late\n", ["email"], takes_others=True)
    assert row["session 1"] == "late"
