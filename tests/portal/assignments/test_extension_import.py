"""``manage.py extension import``: more time by a file."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from portal.assignments.extensions import personal_dates
from portal.assignments.models import Extension
from portal.courses.models import Role, Section
from tests.factories.grading import DUE, a_course, an_assignment, an_enrollment

pytestmark = pytest.mark.django_db
COURSE = ("--course", "w251:2026 Fall")
BY = ("--by", "tara@example.edu")
FILE = (
    "assignment;email;section;until;reason\n"
    "hw05;alice@example.edu;;2026-10-12T23:59;Ill.\n"
    "hw05;;Monday;2026-10-10 18:00;The server was down.\n"
)


@pytest.fixture
def scene():
    """A course with an assignment, Alice, and Bob in the Monday section."""
    course = a_course("w251")
    course.timezone = "America/Los_Angeles"
    course.save()
    monday = Section.objects.create(course=course, name="Monday")
    alice, bob = an_enrollment(course, "alice"), an_enrollment(course, "bob")
    bob.section = monday
    bob.save()
    an_enrollment(course, "tara", role=Role.GRADER)
    return an_assignment(course), alice, bob


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "more.csv"
    path.write_text(FILE)
    return path


def take(file, *words):
    out = io.StringIO()
    call_command("extension", "import", str(file), *words, *COURSE, *BY, stdout=out)
    return out.getvalue()


def test_a_file_is_looked_at_first_and_gives_time_once(scene, file):
    assignment, alice, bob = scene
    said = take(file)
    assert "alice@example.edu, hw05: until 2026-10-12 23:59 PDT" in said
    assert "section Monday, hw05: until 2026-10-10 18:00 PDT" in said
    assert "say --yes" in said and not Extension.objects.exists()
    assert "2 extensions given." in take(file, "--yes")
    until = datetime(2026, 10, 13, 6, 59, tzinfo=UTC)
    assert personal_dates(assignment, alice).due == until
    assert personal_dates(assignment, bob).due > DUE
    assert "0 extensions are new, 2 are there already." in take(file, "--yes")
    assert Extension.objects.count() == 2
    file.write_text(FILE.replace("12T23", "13T23"))
    said = take(file, "--yes")
    assert "2026-10-13 23:59 PDT, not 2026-10-12 23:59 PDT" in said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("hw9;alice@example.edu;;2026-10-12T23:59;Ill.", "no assignment 'hw9'; there"),
        (
            "hw05;zed@example.edu;;2026-10-12T23:59;Ill.",
            "zed@example.edu is no st",
        ),
        (
            "hw05;tara@example.edu;;2026-10-12T23:59;Ill.",
            "is no student of this course",
        ),
        ("hw05;;Tuesday;2026-10-12T23:59;Ill.", "Tuesday is no section"),
        ("hw05;bob@example.edu;Monday;2026-10-12T23:59;Ill.", "an email or a section"),
        ("hw05;;;2026-10-12T23:59;Ill.", "an email or a section, and not both"),
        ("hw05;bob@example.edu;;soon;Ill.", "'soon' is no date and time"),
        ("hw05;bob@example.edu;;2027-03-14T02:30;Ill.", "skip 2027-03-14T02:30"),
        ("hw05;bob@example.edu;;2026-10-02T23:59;Ill.", "before the due date that all"),
        ("hw05;bob@example.edu;;2026-10-12T23:59;", "Say why"),
        ("hw05;ALICE@example.edu;;2026-10-14T23:59;Ill.", "is on line 2 too"),
        ("hw05;bob@example.edu;;2026-10-12T23:59", "4 values for 5 columns"),
    ],
)
def test_a_wrong_line_is_named_and_nobody_gets_time(scene, file, line, sentence):
    file.write_text(f"{FILE}{line}\n")
    with pytest.raises(CommandError, match=f"Line 4: .*{sentence}"):
        take(file, "--yes")
    assert not Extension.objects.exists()


def test_only_staff_give_time(scene, file):
    words = (str(file), "--yes", *COURSE, "--by", "alice@example.edu")
    with pytest.raises(CommandError, match=r"alice@example\.edu is not staff"):
        call_command("extension", "import", *words)
