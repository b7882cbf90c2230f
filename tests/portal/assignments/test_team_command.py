import io

import pytest
from django.core.management import CommandError, call_command

from portal.courses.models import Role
from tests.factories.grading import a_course, an_enrollment
from tests.factories.teams import a_project

pytestmark = pytest.mark.django_db
COURSE = ("--course", "w251:2026 Fall")
BY = ("--by", "tara@example.edu")


@pytest.fixture
def project():
    course = a_course("w251")
    for name in ("alice", "bob", "cem"):
        an_enrollment(course, name)
    an_enrollment(course, "tara", role=Role.GRADER)
    a_project(course, slug="second")
    return a_project(course)


def team(*words):
    out = io.StringIO()
    call_command("team", *words, *COURSE, stdout=out)
    return out.getvalue()


def test_teams_are_formed_listed_and_taken_over(project):
    who = ("alice@example.edu", "bob@example.edu")
    said = team("form", "project", *who, "--name", "Blue", *BY)
    assert said == (
        "Blue: alice@example.edu, bob@example.edu\nin no team: cem@example.edu\n"
    )
    assert team("take-over", "second", "--source", "project", *BY) == said
    assert team("list", "project") == said


def test_what_can_not_be_is_said(project):
    form = ("form", "project", "--name", "Blue")
    with pytest.raises(CommandError, match="No student of this course: eve"):
        team(*form, "eve@x.org", *BY)
    with pytest.raises(CommandError, match="There is no such assignment"):
        team(*form, "bob@example.edu", "--by", "alice@example.edu")
    with pytest.raises(CommandError, match="Nobody here has the address"):
        team(*form, "bob@example.edu", "--by", "no@x.org")
    with pytest.raises(CommandError, match="has no assignment hw99"):
        team("list", "hw99")


def test_students_change_teams_and_teams_end(project):
    for name, who in (("Blue", ["alice", "bob"]), ("Red", ["cem"])):
        people = [f"{one}@example.edu" for one in who]
        team("form", "project", *people, "--name", name, *BY)
    said = team("move", "project", "bob@example.edu", "--name", "Red", *BY)
    assert "Blue: alice@example.edu\n" in said and "bob@example.edu" in said
    said = team("move", "project", "cem@example.edu", *BY)
    assert "in no team: cem@example.edu" in said
    said = team("dissolve", "project", "--name", "Blue", "--reason", "Parted.", *BY)
    assert "Blue" not in said and "alice@example.edu, cem@example.edu" in said
    with pytest.raises(CommandError, match="No team is 'Blue'; there are: Red"):
        team("move", "project", "cem@example.edu", "--name", "Blue", *BY)
    with pytest.raises(CommandError, match=r"cem@example\.edu is in no team"):
        team("move", "project", "cem@example.edu", *BY)
