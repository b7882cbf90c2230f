"""Files as Canvas, Moodle and Gradescope really write them, and their oddities."""

from datetime import timedelta

import pytest

from portal.assignments.services import give_extension
from portal.assignments.teams import party_of
from portal.gradebook import services
from portal.gradebook.exchange import gradescope
from portal.gradebook.exchange.files import class_grades
from portal.gradebook.exchange.heads import columns_in
from portal.gradebook.exchange.planning import plan_import
from portal.gradebook.exchange.reading import read_grades
from portal.gradebook.exchange.receipts import receipts_of
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import head_of, seen_cell
from portal.lib.errors import InvalidError
from portal.lib.spreadsheets import csv_bytes
from tests.factories import alike
from tests.factories.book import a_book
from tests.factories.gradebook import Work, a_class, a_course_of
from tests.factories.grading import DUE, NOON, a_course, an_enrollment
from tests.factories.teams import a_project, a_team

DAY = timedelta(days=1)
ADA = "ada byron@example.edu"
TITLES = {"hw1": "Warm-up", "hw2": "Quiz (2)", "q1": "Quiz", "q2": "Quiz"}


@pytest.fixture
def book(db):
    return a_book()


def plan(book, text):
    titles = {c.assignment.slug: c.title for c in head_of(book.course).columns}
    return plan_import(book.course, read_grades(text.encode(), titles), now=NOON)


def slugs(*head):
    return columns_in(["Email", *head], TITLES, frozenset())


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("hw1", "hw1"),
        ("WARM-UP", "hw1"),
        ("hw1: Warm-up", "hw1"),
        ("hw1: Warm-up (4711)", "hw1"),  # Canvas
        ("Warm-up (100, not released)", "hw1"),  # ours
        ("Assignment: Warm-up (Real)", "hw1"),  # Moodle
        ("External tool: hw1 (Real)", "hw1"),
        ("Assignment: hw1: Warm-up", "hw1"),  # Moodle, one way of display
        ("Quiz (2)", "hw2"),  # a title that looks as if it had an id
        ("Quiz (2) (4711)", "hw2"),
        ("q2: Quiz", "q2"),
    ],
)
def test_a_column_is_known_whatever_is_put_around_its_name(name, slug):
    assert slugs(name) == ({1: slug}, [])


def test_two_assignments_of_one_name_are_told_apart_by_staff_not_by_chance():
    with pytest.raises(InvalidError, match="2 assignments are called 'Quiz'") as found:
        slugs("Quiz")
    assert "call the column q1 or q2" in found.value.sentence


def test_the_sums_of_other_programs_are_no_assignments():
    columns, unknown = slugs(
        *("hw1", "Labs Current Score", "Unposted Final Score (Fall)", "Override Grade"),
        *("Course total (Real)", "Total Lateness (H:M:S)", "Integration ID"),
    )
    assert (columns, unknown) == ({1: "hw1"}, [])


def test_gradescopes_file_of_one_assignment_is_told_what_it_lacks():
    with pytest.raises(InvalidError, match="Gradescope's file of one assignment"):
        slugs("Total Score", "Max Points", "Status")


CANVAS = (
    "LastName,FirstName,ID,SIS User ID,SIS Login ID,Root Account,Section,"
    "hw1 (1),Extra (2),Labs Final Points,Notes\n"
    ",,,,,,,Manual Posting (unposted),,,\n"
    "    Points Possible,,,,,,,100.00,10.00,(read only),(read only)\n"
    "Byron,Ada,1,,ada byron,x.edu,A,93.00,3.00,8.00,\n"
    "Student,Test,9,,6bd2f0a1,x.edu,A,50.00,,,\n"
)


def test_canvas_with_two_columns_of_names_and_logins_that_are_no_addresses(book):
    found = plan(book, CANVAS)
    (change,) = found.changes
    assert (change.enrollment, change.points) == (book.ada, 93)
    assert (found.unknown, found.problems, found.strangers) == (("Extra (2)",), (), ())


def test_a_login_that_two_people_may_have_is_nobodys(book):
    twin = an_enrollment(book.course, "Twin").user
    twin.email = "ada byron@other.edu"
    twin.save()
    found = plan(book, "SIS Login ID,hw1\nada byron,3\n")
    assert (
        found.changes == ()
        and "Line 2: ada byron is no student" in (found.strangers[0])
    )


def test_one_person_under_two_names_is_refused_not_written_twice(book):
    found = plan(book, f"Email,hw1\n{ADA},3\nada byron,4\n")
    assert found.problems == (f"Line 3, hw1: {ADA} is on line 2 too.",)


def third(book):
    services.enter_override(
        book.items["hw1"],
        book.ada,
        points=100 / 3,
        reason="A third.",
        actor=book.tara,
        now=NOON,
    )


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("33.33", False),  # as Canvas and Moodle round it
        ("33.3333", False),
        ("33.30", True),
        ("33", True),  # a whole number is meant as it stands
        ("33.34", True),
    ],
)
def test_what_a_program_rounded_is_no_difference(book, text, differs):
    third(book)
    assert bool(plan(book, f"email,hw1\n{ADA},{text}\n").changes) is differs


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ('email,hw1\n{},"92,75"\n', 92.75),
        ('email,hw1\n{},"33,3333"\n', 33.3333),
        ('email,hw1\n{},"0,125"\n', 0.125),
        ("email;hw1\n{};33,125\n", 33.125),  # where semicolons part, commas don't
        ("email;hw1\n{};1,000\n", 1),
        ("email,hw1\n{},9e-1\n", 0.9),
    ],
)
def test_numbers_are_read_as_the_worlds_spreadsheets_write_them(book, text, points):
    (change,) = plan(book, text.format(ADA)).changes
    assert change.points == points


@pytest.mark.parametrize(
    "text", ["1_0", "٣", "0x1F", "1e9", "12 %", "=1+1", "1e999", "nan", "-", " ", "N/A"]
)
def test_what_is_no_number_never_becomes_a_grade(book, text):
    assert plan(book, f"email,hw1\n{ADA},{text}\n").changes == ()


@pytest.mark.parametrize("text", ["-2", "-2.00", "−2"])
def test_what_an_adjustment_took_below_nothing_comes_back_as_it_went(book, text):
    who = {"actor": book.tara, "now": NOON}
    services.enter_override(book.items["hw1"], book.ada, points=1, reason="So.", **who)
    services.adjust(book.items["hw1"], book.ada, points=-3, reason="A rule.", **who)
    found = plan(book, f"email,hw1\n{ADA},{text}\n")
    assert found.changes == () and found.same == (text[0] == "-")
    found = plan(book, f'email,hw1\n{ADA},"-1,5"\n')
    assert found.problems[0].startswith("Line 2, hw1: -1.5 is less than no points")


def test_an_empty_cell_never_takes_a_grade_away(book):
    found = plan(book, f"email,hw1,hw2\n{ADA},,\nbo chen@example.edu,-,N/A\n")
    assert (found.changes, found.problems, found.same) == ((), (), 0)


def test_who_is_no_student_here_is_left_out_only_when_that_is_meant(book):
    gone = an_enrollment(book.course, "Gone")
    gone.is_active = False
    gone.save()
    text = f"email,hw1\n{ADA},88\n{gone.user.email},7\nbo@elsewhere.edu,\n"
    found = plan(book, text)
    assert found.strangers == (
        f"Line 3: {gone.user.email} is no student of this course now.",
    )
    who = {"actor": book.tara, "now": NOON, "reason": "From Canvas."}
    with pytest.raises(InvalidError, match="no student of this course"):
        services.import_grades(book.course, found, **who)
    assert not LedgerEntry.objects.filter(reason="From Canvas.").exists()
    services.import_grades(book.course, found, leaves_strangers_out=True, **who)
    assert seen_cell(book.items["hw1"], book.ada, now=NOON).points == 88
    assert LedgerEntry.objects.filter(reason="From Canvas.").count() == 1


def test_gradescopes_course_export_has_its_four_columns_and_their_times(
    db, django_assert_num_queries
):
    course = a_course_of(
        '[[categories]]\nslug = "homework"\ntitle = "Homework"\nweight = 100\n'
    )
    work = {"Ada": [Work(80, days=-1)], "Bo": [Work(70, days=2.5)], "Cy": [None]}
    people = a_class(course, [("hw1", "homework", 100, None)], work)
    item = course.assignments.get()
    give_extension(
        item,
        people["Bo"],
        until=DUE + timedelta(days=1),
        reason="Ill.",
        actor=an_enrollment(course, "Ines", "instructor").user,
        now=NOON,
    )
    grades = class_grades(course, only_released=False, has_receipts=True, now=NOON)
    head, ada, bo, cy = (list(row) for row in gradescope.rows_of(grades))
    assert head[5:] == [
        "hw1: hw1",
        "hw1: hw1 - Max Points",
        "hw1: hw1 - Submission Time",
        "hw1: hw1 - Lateness (H:M:S)",
        "Total Lateness (H:M:S)",
    ]
    assert ada[-1] == "00:00:00" and cy[-3:] == ["", "00:00:00", "00:00:00"]
    assert bo[-2:] == ["36:00:00", "36:00:00"]  # after the extension
    assert bo[-3].endswith(("-0700", "-0800"))
    with django_assert_num_queries(8):
        class_grades(course, only_released=False, has_receipts=True, now=NOON)
    hidden = class_grades(course, only_released=True, has_receipts=True, now=NOON)
    text = csv_bytes(gradescope.rows_of(hidden)).decode()
    assert bo[-3] not in text and "36:00" not in text


def test_a_teams_lateness_is_that_of_whoever_has_the_most_time(db):
    project = a_project(a_course("w251"))
    ada, bo = (an_enrollment(project.course, name) for name in ("Ada", "Bo"))
    a_team(project, ada, bo)
    give_extension(
        project,
        bo,
        until=DUE + timedelta(days=2),
        reason="Ill.",
        actor=an_enrollment(project.course, "Ines", "instructor").user,
        now=NOON,
    )
    alike.handed_in(
        project, ada, "x = 1\n", party=party_of(project, ada), now=DUE + 3 * DAY
    )
    found = receipts_of(project.course, head_of(project.course))
    assert {key[0] for key in found} == {ada.public_id, bo.public_id}
    assert {one.late_by for one in found.values()} == {timedelta(days=1)}
