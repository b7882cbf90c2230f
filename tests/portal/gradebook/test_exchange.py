"""Grades out in the shapes of other programs, and in with every difference."""

import pytest

from portal.gradebook import services
from portal.gradebook.exchange import canvas, gradescope, moodle, plain
from portal.gradebook.exchange.grades import grades_of
from portal.gradebook.exchange.planning import plan_import
from portal.gradebook.exchange.reading import read_grades
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import head_of, seen_cell, stored_table
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.lib.spreadsheets import csv_bytes
from tests.factories.book import a_book
from tests.factories.grading import NOON

pytestmark = pytest.mark.django_db
TITLES = {"hw1": "hw1", "hw2": "hw2", "final": "Final project"}
SHAPES = (canvas, gradescope, moodle, plain)


@pytest.fixture
def book():
    return a_book()


def grades(book, *, only_released=False):
    services.refresh_rows(book.course, now=NOON)
    table = stored_table(book.course, head_of(book.course))
    return grades_of(table, only_released=only_released)


def titles(book):
    return {c.assignment.slug: c.title for c in head_of(book.course).columns}


def plan(book, content):
    return plan_import(book.course, read_grades(content, titles(book)), now=NOON)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_goes_out_comes_in_without_a_difference(book, shape):
    content = csv_bytes(shape.rows_of(grades(book)))
    found = plan(book, content)
    assert (found.changes, found.problems, found.unknown) == ((), (), ())
    assert found.same >= 5


@pytest.mark.parametrize("shape", (canvas, gradescope, moodle))
def test_what_is_not_released_is_not_in_files_for_other_programs(book, shape):
    book.release("hw1")
    text = csv_bytes(shape.rows_of(grades(book, only_released=True))).decode()
    assert "92.5" in text
    for hidden in ("71.5", "41.25", "80,", "60,"):
        assert hidden not in text
    assert grades(book, only_released=True).has_totals is False


def test_canvas_and_moodle_get_the_heads_they_know(book):
    first = list(canvas.rows_of(grades(book)))
    assert first[0][:5] == [*canvas.PEOPLE]
    assert first[1][0] == "    Points Possible" and first[1][5:] == [100, 100, 100]
    assert first[2][0] == "Byron, Ada" and "EX" in first[3]
    head = next(iter(moodle.rows_of(grades(book))))
    assert "Email address" in head and "Assignment: hw1: hw1 (Real)" in head
    head = next(iter(gradescope.rows_of(grades(book))))
    assert "hw1: hw1 - Max Points" in head


def test_a_file_from_canvas_is_read_whatever_ids_it_carries(book):
    content = (
        b"Student,ID,SIS User ID,SIS Login ID,Section,hw1: hw1 (4711),Quiz 9 (4712)\n"
        b"    Points Possible,,,,,100,10\n"
        b"Ada,1,,ADA BYRON@example.edu,,95,3\n"
        b"Bo,2,,bo chen@example.edu,,EX,4\n"
    )
    found = plan(book, content)
    assert [(c.before, c.points) for c in found.changes] == [(92.5, 95), (63, None)]
    assert found.unknown == ("Quiz 9 (4712)",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name,hw1\nAda,3\n", "no column says whose grades"),
        ("email,quiz\na@x.edu,3\n", "no column is called like an assignment"),
        ("email,hw1,hw1\na@x.edu,3,4\n", "'hw1' is there twice"),
    ],
)
def test_a_head_that_says_nothing_is_refused(content, sentence):
    with pytest.raises(InvalidError, match=sentence):
        read_grades(content.encode(), TITLES)


def test_every_wrong_line_is_named_at_once(book):
    content = (
        b"email,hw1\n"
        b"ada byron@example.edu,NaN\n"
        b"bo chen@example.edu,-3\n"
        b"Bo Chen@example.edu,4\n"
        b"cy =sum(a1)@example.edu,4,5\n"
        b"zed@example.edu,7\n"
        b"ada byron@example.edu,inf\n"
    )
    found = plan(book, content)
    assert found.problems == (
        "Line 2, hw1: 'NaN' is not a number of points.",
        "Line 4: bo chen@example.edu is on line 3 already.",
        "Line 5: 3 values for 2 columns.",
        "Line 7: ada byron@example.edu is on line 2 already.",
        "Line 3, hw1: -3 is less than no points; take them off as an adjustment.",
    )
    stranger = "Line 6: zed@example.edu is no student of this course now."
    assert found.strangers == (stranger,)


def wanted(book, points="88"):
    return plan(book, f"email,hw1\nada byron@example.edu,{points}\n".encode())


def take_in(book, found, **more):
    who = {"actor": book.tara, "now": NOON, "reason": "From the other site."}
    return services.import_grades(book.course, found, **{**who, **more})


def test_what_was_looked_at_is_written_all_or_none(book):
    assert take_in(book, wanted(book)) == 1
    assert seen_cell(book.items["hw1"], book.ada, now=NOON).points == 88
    entry = LedgerEntry.objects.get(enrollment=book.ada)
    assert (entry.kind, entry.author) == ("override", book.tara)


def test_a_grade_of_105_of_100_takes_saying_that_it_is_meant(book):
    found = wanted(book, "105")
    assert found.changes[0].is_above
    with pytest.raises(InvalidError, match="105 is more than the 100 points of hw1"):
        take_in(book, found)
    assert take_in(book, found, is_above_meant=True) == 1


def test_a_grade_that_changed_since_the_differences_were_shown_stops_it(book):
    found = wanted(book)
    services.comment(
        book.items["hw1"], book.ada, text="See me.", actor=book.ben, now=NOON
    )
    with pytest.raises(ConflictError, match="nothing was written"):
        take_in(book, found)
    assert seen_cell(book.items["hw1"], book.ada, now=NOON).points == 92.5
    assert wanted(book).digest != found.digest


def test_only_staff_take_grades_in(book):
    with pytest.raises(NotFoundError):
        take_in(book, wanted(book), actor=book.ada.user)


def test_a_file_as_libreoffice_saves_it_in_half_of_the_world_is_read(book):
    content = "email;hw1;hw2\r\nada byron@example.edu;88,5;\r\n".encode("utf-8-sig")
    assert [(c.before, c.points) for c in plan(book, content).changes] == [(92.5, 88.5)]
    vague = plan(book, b'email,hw1\nada byron@example.edu,"1,000"\n')
    assert vague.problems == ("Line 2, hw1: '1,000' is not a number of points.",)


def test_rows_that_canvas_writes_of_its_own_accord_are_nobody(book):
    content = (
        b"Student,ID,SIS User ID,SIS Login ID,Section,hw1 (4711),Final Score\n"
        b",,,,,Manual Posting,(read only)\n"
        b"    Points Possible,,,,,100,(read only)\n"
        b'"Byron, Ada",1,,ada byron@example.edu,A,92.5,80\n'
        b'"Student, Test",99,,6bd2f0a1,A,,\n'
    )
    found = plan(book, content)
    assert (found.changes, found.problems, found.same) == ((), (), 1)


def test_a_file_from_moodle_names_its_columns_by_what_they_are_there(book):
    content = (
        b"First name,Last name,Email address,Quiz: hw1 (Real),Course total (Real)\n"
        b"Ada,Byron,ada byron@example.edu,90.00,-\n"
    )
    found = plan(book, content)
    assert [(c.before, c.points) for c in found.changes] == [(92.5, 90)]
    assert found.unknown == ()
