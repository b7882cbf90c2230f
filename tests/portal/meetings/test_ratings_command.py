"""``manage.py ratings``: what members of teams say of each other."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.audit.models import Event
from portal.courses.models import Role
from portal.gradebook.selectors import seen_cell
from portal.meetings.models import Rating
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import a_peer_rating
from tests.factories.teams import a_team

pytestmark = pytest.mark.django_db
COURSE = ("--course", "w251:2026 Fall")
BY = ("--by", "tara@example.edu")
DUE = NOON + timedelta(days=1)
FILE = (
    "rater,rated,points,sentence\n"
    "alice@example.edu,bob@example.edu,5,Worked.\n"
    "alice@example.edu,cem@example.edu,2,Was away.\n"
    "bob@example.edu,alice@example.edu,4,Worked.\n"
    "bob@example.edu,cem@example.edu,3,Late.\n"
)


@pytest.fixture
def rating(monkeypatch):
    """A team of three that was to rate each other until yesterday."""
    course = a_course("w251")
    due = {"at": DUE.isoformat(), "session": None, "offset": 0.0, "days": 0}
    rating = a_peer_rating(course, due=due)
    a_team(rating, *(an_enrollment(course, name) for name in ("alice", "bob", "cem")))
    an_enrollment(course, "dora")
    an_enrollment(course, "tara", role=Role.GRADER)
    monkeypatch.setattr(timezone, "now", lambda: DUE + timedelta(days=1))
    return rating


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "said.csv"
    path.write_text(FILE)
    return path


def ratings(verb, *words):
    out = io.StringIO()
    by = () if verb == "list" else BY
    call_command("ratings", verb, "rating", *words, *COURSE, *by, stdout=out)
    return out.getvalue()


def test_what_was_said_on_paper_is_kept_once_and_becomes_grades(rating, file):
    said = ratings("import", str(file))
    assert "alice@example.edu gives 5, 2" in said and "say --yes" in said
    assert not Rating.objects.exists()
    assert "4 ratings kept." in ratings("import", str(file), "--yes")
    said = ratings("import", str(file), "--yes")
    assert "0 ratings are new, 4 are there already." in said
    assert Rating.objects.count() == 4
    tara = rating.course.enrollments.get(user__name="tara").user
    written = Event.objects.filter(verb="team.rated", actor_id=tara.public_id)
    assert written.count() == 2
    assert "entered" in ratings("enter")
    points = {
        one.user.name: seen_cell(rating, one, now=timezone.now()).points
        for one in rating.course.enrollments.filter(role="student")
    }
    assert points == {"alice": 8.0, "bob": 10.0, "cem": 5.0, "dora": None}
    said = ratings("list")
    assert "Blue, cem@example.edu: 2.50, gave 0 of 2" in said
    assert "  2 by alice@example.edu: Was away." in said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("cem@example.edu,bob@example.edu,6,Good.", "Line 6: Give bob 1 to 5"),
        ("cem@example.edu,bob@example.edu,NaN,Good.", "Line 6: Give bob 1 to 5"),
        ("cem@example.edu,bob@example.edu,4.5,Good.", "Line 6: Give bob 1 to 5"),
        ("cem@example.edu,bob@example.edu,3,", "Line 6: Write a sentence about bob"),
        ("cem@example.edu,bob@example.edu,3,Good.", "says nothing of alice@example"),
        ("cem@example.edu,cem@example.edu,3,I.", "cem@example.edu is in no team with"),
        ("cem@example.edu,dora@example.edu,3,Who?", "dora@example.edu is in no team"),
        ("dora@example.edu,cem@example.edu,3,Who?", "in no team with dora"),
        ("zed@example.edu,cem@example.edu,3,Who?", "Line 6: zed@example.edu is no stu"),
        ("alice@example.edu,bob@example.edu,5,Worked.", "rates bob@example.edu twice"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_kept(rating, file, line, sentence):
    file.write_text(f"{FILE}{line}\n")
    with pytest.raises(CommandError, match=sentence):
        ratings("import", str(file), "--yes")
    assert not Rating.objects.exists()


def test_what_somebody_said_stays(rating, file):
    ratings("import", str(file), "--yes")
    file.write_text(FILE.replace("5,Worked", "1,Worked"))
    with pytest.raises(
        CommandError, match=r"gave bob@example\.edu 5 already; it stays"
    ):
        ratings("import", str(file), "--yes")


def test_only_staff_take_ratings_in(rating, file):
    words = ("rating", str(file), "--yes", *COURSE, "--by", "alice@example.edu")
    with pytest.raises(CommandError, match=r"alice@example\.edu is not staff"):
        call_command("ratings", "import", *words)
