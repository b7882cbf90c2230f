"""What a tired person types by command: a clear sentence each, and nothing lost.

The same in the browser: tests/portal/web/staff/test_setup.py, test_people.py,
test_dates.py, test_teams.py and test_exports.py.
"""

import io

import pytest
from django.core.management import CommandError, call_command

from portal.assignments.models import Assignment, Extension
from portal.assignments.services import form_team_of
from portal.assignments.teams import teams_of
from portal.courses.models import Course, Role
from portal.courses.services import drop, enroll
from portal.submissions.models import Submission
from tests.factories.accounts import NOON, UserFactory
from tests.factories.folders import write_course
from tests.factories.grading import hand_in

pytestmark = pytest.mark.django_db
KEY = "w251:2022 Fall"
TWO = ("train.py", "predict.py")
RELEASE = ("release = { session = 1 }", "release = { session = 2 }")


def say(*words):
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    folder = write_course(tmp_path / "w251")
    path = folder / "hw05-image-classifier/assignment.toml"
    text = path.read_text().replace("pass_mark = 60", "teams = { max = 2 }")
    path.write_text(text)
    return folder


@pytest.fixture
def load(folder):
    def load(*changes, file="course.toml"):
        path = folder / file
        text = path.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text)
        return say("course", "load", str(folder), "--unproven", "A test.")

    return load


@pytest.fixture
def cast(load):
    """A loaded course with its instructor and two students."""
    load()
    course = Course.objects.get()
    people = {}
    for name in ("ines", "alice", "bob"):
        person = UserFactory(email=f"{name}@example.edu")
        role = Role.INSTRUCTOR if name == "ines" else Role.STUDENT
        people[name] = enroll(course, person, role=role, actor=None, now=NOON)
    return people


@pytest.mark.parametrize(
    ("file", "change", "sentence"),
    [
        ("course.toml", ("weight = 40", "weight = 30"), "add up to 90; allowed: 100"),
        (
            "course.toml",
            ("starts = 2022-11-08T18:30:00", "starts = { session = 2 }"),
            "must be a date and time",
        ),
        (
            "hw05-image-classifier/assignment.toml",
            ("due = { session = 2", 'due = { assignment = "hw05"'),
            "has 'assignment'; allowed: session, offset",
        ),
        (
            "hw05-image-classifier/assignment.toml",
            RELEASE,
            "hw05: It would be due before it is released",
        ),
    ],
)
def test_a_folder_that_can_t_be_meant_changes_nothing(
    cast, load, file, change, sentence
):
    before = Course.objects.get().policy, Assignment.objects.get().published_version
    with pytest.raises(CommandError, match=sentence):
        load(change, file=file)
    after = Course.objects.get().policy, Assignment.objects.get().published_version
    assert after == before


def test_a_session_that_moves_after_hand_ins_says_what_becomes_of_them(cast, load):
    item = Assignment.objects.get()
    hand_in(item, cast["alice"], now=NOON.replace(year=2022), files=TWO)
    said = load(("2022-11-08T18:30:00", "2022-11-10T18:30:00"))
    assert "after 1 hand-in. What was on time stays on time" in said
    assert "Nothing is lost." in said and Submission.objects.count() == 1


def test_an_extension_that_ends_before_the_release_is_refused(cast):
    words = ["--course", KEY, "--student", "alice@example.edu", "--reason", "Ill."]
    words += ["--by", "ines@example.edu", "--until", "2022-08-01T12:00"]
    with pytest.raises(CommandError, match="ends before the assignment is released"):
        say("extension", "give", "hw05", *words)
    assert not Extension.objects.exists()


def test_nobody_is_in_two_teams(cast):
    item, ines = Assignment.objects.get(), cast["ines"].user
    form_team_of(item, [cast["alice"]], name="Whales", actor=ines, now=NOON)
    words = ["--course", KEY, "--by", ines.email, "--name", "Sharks"]
    with pytest.raises(CommandError, match="is in the team Whales already"):
        say("team", "form", "hw05", *words, "bob@example.edu", "alice@example.edu")
    assert [team.name for team in teams_of(item)] == ["Whales"]


def test_whoever_was_dropped_returns_by_a_roster_with_everything(cast, tmp_path):
    item, alice = Assignment.objects.get(), cast["alice"]
    hand_in(item, alice, now=NOON.replace(year=2022), files=TWO)
    drop(alice, actor=cast["ines"].user, now=NOON)
    file = tmp_path / "roster.csv"
    file.write_bytes(b"email,name,role\nalice@example.edu,Alice,student\n")
    words = ["roster", "import", str(file), "--course", KEY]
    assert "say --yes" in say(*words)
    alice.refresh_from_db()
    assert not alice.is_active
    say(*words, "--yes")
    alice.refresh_from_db()
    assert alice.is_active and alice.submissions.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "email,name,role\nn\xe9e@x.edu,N\xe9e,student\n".encode("latin-1"),
            "Line 2: not",
        ),
        (b"email|name|role\na@x.edu|A|student\n", "column 'email' is missing"),
        (
            b"email,name,role\na@x.edu,A,student\nA@x.edu,B,student\n",
            "Line 3: a@x.edu is on line 2 already",
        ),
    ],
)
def test_a_roster_file_that_is_wrong_names_its_lines(cast, tmp_path, content, sentence):
    file = tmp_path / "roster.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        say("roster", "import", str(file), "--course", KEY, "--yes")
    assert Course.objects.get().enrollments.count() == 3
