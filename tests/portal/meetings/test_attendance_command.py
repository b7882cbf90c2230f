"""``manage.py attendance``: registers as a file, in and out."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.courses.models import Role
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import seen_cell
from portal.meetings.models import Mark
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import a_presentation, a_session, an_attendance

pytestmark = pytest.mark.django_db
COURSE = ("--course", "w251:2026 Fall")
BY = ("--by", "tara@example.edu")
FIRST = "Email;Session 1;2\nalice@example.edu;present;late\nbob@example.edu;Absent;\n"


@pytest.fixture
def scene(monkeypatch):
    """Sessions 1 and 2 are over, 3 is to come."""
    course = a_course("w251")
    for name in ("alice", "bob", "cem"):
        an_enrollment(course, name)
    an_enrollment(course, "tara", role=Role.GRADER)
    for unit in (1, 2, 3):
        a_session(course, unit)
    now = NOON + timedelta(days=1, hours=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return an_attendance(course)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text(FIRST)
    return path


def attendance(verb, *words):
    out = io.StringIO()
    call_command("attendance", verb, "attendance", *words, *COURSE, stdout=out)
    return out.getvalue()


def take(file, *words):
    return attendance("import", str(file), *BY, *words)


def held():
    return sorted(
        Mark.objects.values_list("enrollment__user__name", "session__unit", "kind")
    )


def test_a_file_is_looked_at_first_then_written_once_with_its_grades(scene, file):
    said = take(file)
    assert "alice@example.edu, session 2: nothing -> late" in said
    assert "3 marks differ, 0 are the same." in said and "say --yes" in said
    assert not Mark.objects.exists()
    assert "3 marks written" in take(file, "--yes")
    assert held() == [
        ("alice", 1, "present"),
        ("alice", 2, "late"),
        ("bob", 1, "absent"),
    ]
    alice = scene.course.enrollments.get(user__name="alice")
    cell = seen_cell(scene, alice, now=timezone.now()).cell
    assert cell.grade.points == 7.5  # (1 + 1/2) of 2 sessions, of 10 points
    assert LedgerEntry.objects.filter(enrollment=alice).count() == 1  # one for both
    assert Mark.objects.first().author.name == "tara"
    assert "0 marks differ, 3 are the same." in take(file, "--yes")
    assert Mark.objects.count() == 3
    said = attendance("list")
    assert "alice@example.edu: At 2 of 2 sessions, 1 of them late" in said


def test_what_goes_out_comes_in_without_a_difference(scene, file, tmp_path):
    file.write_text("email,1\nalice@example.edu,excused: ill\nbob@example.edu,late\n")
    assert "nothing -> excused (ill)" in take(file, "--yes")
    out = tmp_path / "out.csv"
    assert str(out) in attendance("export", "--out", str(out))
    assert "0 marks differ, 2 are the same." in take(out, "--yes")
    assert Mark.objects.get(kind="excused").reason == "ill"


def test_the_rest_of_those_sessions_were_there(scene, file):
    file.write_text("email,1,3\nbob@example.edu,absent,\n")
    assert "3 marks written" in take(file, "--yes", "--rest", "present")
    assert held() == [
        ("alice", 1, "present"),
        ("bob", 1, "absent"),
        ("cem", 1, "present"),
    ]


def test_every_wrong_line_is_named_and_nothing_is_written(scene, file):
    file.write_text(
        "email,1,2,3\nzed@example.edu,late,,\nalice@example.edu,here,excused,\n"
        "bob@example.edu,present,,present\nALICE@example.edu,late,,\n"
    )
    with pytest.raises(CommandError) as refused:
        take(file, "--yes")
    said = str(refused.value)
    assert said.startswith("Nothing was written:\n")
    for sentence in (
        "Line 2: zed@example.edu is no student here.",
        "Line 3: 1: 'here' is no mark; allowed: present, late, absent, excused.",
        "Line 3: 2: say why, as in 'excused: ill'.",
        "Line 4: 3: it has not begun; nobody can have been there.",
        "Line 5: alice@example.edu is on line 3 too.",
    ):
        assert sentence in said
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"email,4\nalice@example.edu,late\n", "'4' is no session.*1, 2, 3"),
        (b"email,1,session 1\nalice@example.edu,late,\n", "session 1 is there twice"),
        (b"email,name\nalice@example.edu,Alice\n", "no column is a session"),
        (b"who,1\nalice@example.edu,late\n", "column 'email' is missing"),
        (b"email,1\nalice@example.edu\n", "Line 2: 1 values for 2 columns"),
        (b"email,1\n", "nothing below it"),
        (b"", "The file is empty"),
        (b"email,1\nj\xfcrgen@example.edu,late\n", "Line 2: not UTF-8"),
        (b"PK\x03\x04", "workbook"),
    ],
)
def test_a_file_that_is_no_register_is_refused(scene, file, content, sentence):
    file.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        take(file, "--yes")
    assert not Mark.objects.exists()


def test_who_may_not_and_what_is_no_attendance_is_refused(scene, file):
    with pytest.raises(CommandError, match=r"alice@example\.edu is not staff"):
        attendance("import", str(file), "--yes", "--by", "alice@example.edu")
    with pytest.raises(CommandError, match="No such file"):
        take(file.parent / "none.csv")
    a_presentation(scene.course)
    with pytest.raises(CommandError, match="talk is a presentation, and this is about"):
        call_command("attendance", "list", "talk", *COURSE)
    with pytest.raises(CommandError, match="no assignment 'hw9'; there are: att"):
        call_command("attendance", "list", "hw9", *COURSE)
