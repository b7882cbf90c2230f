import io

import pytest
from django.core.management import CommandError, call_command

from portal.assignments.models import Team
from portal.courses.models import Role
from tests.factories.grading import (
    a_course,
    an_assignment,
    an_enrollment,
    hand_in,
)
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
    with pytest.raises(CommandError, match="no assignment 'hw99'; there are: project"):
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


def test_a_team_of_any_size_is_allowed_and_forbidden_again(project):
    team("form", "project", "bob@example.edu", "--name", "Blue", *BY)
    assert (
        team("size", "project", "--name", "Blue", *BY) == "Blue may be of any size.\n"
    )
    assert Team.objects.get().is_any_size
    team("size", "project", "--name", "Blue", "--as-said", *BY)
    assert not Team.objects.get().is_any_size


def test_what_came_before_counts_for_a_late_joiner_where_staff_say_so(project):
    pair = ("alice@example.edu", "bob@example.edu")
    team("form", "project", *pair, "--name", "Blue", *BY)
    hand_in(project, project.course.enrollments.get(user__name="bob"))
    move = ("move", "project", "cem@example.edu", "--name", "Blue")
    team(*move, *BY)
    cem = project.course.enrollments.get(user__name="cem")
    assert not cem.team_submissions.exists()
    team(*move, "--earlier-counts-because", "Ill.", *BY)
    assert cem.team_submissions.count() == 1
    with pytest.raises(CommandError, match="in this team already"):
        team(*move, *BY)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "teams.csv"
    path.write_text("team,email\nBlue,alice@example.edu\nBlue,bob@example.edu\n")
    return path


def test_a_file_forms_teams_once_and_moves_people(project, file):
    said = team("import", "project", str(file), *BY)
    assert "alice@example.edu: no team -> Blue" in said and "say --yes" in said
    assert not Team.objects.exists()
    said = team("import", "project", str(file), "--yes", *BY)
    assert "2 people moved, 1 teams are new." in said
    said = team("import", "project", str(file), "--yes", *BY)
    assert "0 people to move, 2 are there already." in said
    file.write_text("team;email\nRed;bob@example.edu\n;cem@example.edu\n")
    said = team("import", "project", str(file), "--yes", *BY)
    assert "bob@example.edu: Blue -> Red" in said
    assert team("list", "project") == (
        "Blue: alice@example.edu\nRed: bob@example.edu\nin no team: cem@example.edu\n"
    )


def test_people_change_places_between_full_teams(project, file):
    for name in ("d", "e", "f"):
        an_enrollment(project.course, name)
    rows = [("Blue", n) for n in ("alice", "bob", "cem")] + [("Red", n) for n in "def"]
    file.write_text(_file(rows))
    team("import", "project", str(file), "--yes", *BY)
    file.write_text(_file([("Red", "alice"), ("Blue", "d")]))
    team("import", "project", str(file), "--yes", *BY)
    said = team("list", "project")
    assert "Red: alice@example.edu, e@example.edu, f@example.edu\n" in said
    assert "Blue: bob@example.edu, cem@example.edu, d@example.edu\n" in said


def _file(rows):
    return "\n".join(["team,email", *(f"{t},{name}@example.edu" for t, name in rows)])


def test_every_wrong_line_is_named_and_nobody_moves(project, file):
    an_enrollment(project.course, "dora")
    people = ["alice", "bob", "cem", "dora", "zed"]
    rows = [("Blue", one) for one in people] + [("Red", "alice")]
    file.write_text(_file(rows))
    with pytest.raises(CommandError) as refused:
        team("import", "project", str(file), "--yes", *BY)
    said = str(refused.value)
    for sentence in (
        "Line 6: zed@example.edu is no student here.",
        "Line 7: alice@example.edu is in 'Blue' on line 2 already, and nobody",
        "Line 5: Blue would have 4, a team has at most 3.",
    ):
        assert sentence in said
    assert not Team.objects.exists()


def test_what_is_handed_in_alone_has_no_teams_to_take_in(project, file):
    an_assignment(project.course, slug="alone")
    with pytest.raises(CommandError, match="handed in alone"):
        team("import", "alone", str(file), "--yes", *BY)
    with pytest.raises(CommandError, match=r"alice@example\.edu is not staff"):
        team("import", "project", str(file), "--by", "alice@example.edu")
