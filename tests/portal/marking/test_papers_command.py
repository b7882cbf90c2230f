"""``manage.py papers``: what people grade, question by question, as a file."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from portal.assessments.models import Assessment, Revision
from portal.courses.models import Role
from portal.courses.services import drop, enroll
from portal.grading.models import Score
from portal.marking.models import Plan
from portal.submissions.models import Submission
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.marking import a_class, a_written_assignment, an_exam

pytestmark = pytest.mark.django_db
COURSE = ("--course", "w251:2026 Fall")
BY = ("--by", "tara@example.edu")
FILE = (
    "email;name;question-1;question-2;question-2 comment\n"
    "alice@example.edu;Alice;7,5;10;\nbob@example.edu;Bob;0;;See page 2.\n"
)


@pytest.fixture
def exam():
    """Two questions of ten points, and nobody has a paper yet."""
    course = a_course("w251")
    for name in ("alice", "bob", "cem"):
        an_enrollment(course, name)
    an_enrollment(course, "tara", role=Role.GRADER)
    return an_exam(course)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text(FILE)
    return path


def papers(verb, *words, slug="exam"):
    out = io.StringIO()
    by = () if verb in ("list", "export") else BY
    call_command("papers", verb, slug, *words, *COURSE, *by, stdout=out)
    return out.getvalue()


def points():
    return dict(
        Score.objects.values_list("submission__enrollment__user__name", "points")
    )


def test_an_exam_goes_from_empty_papers_to_points_by_a_file(exam, file):
    assert papers("begin") == "3 papers begun, 0 people named on one.\n"
    assert papers("begin") == "0 papers begun, 0 people named on one.\n"
    said = papers("import", str(file))
    assert "alice, question-1: nothing -> 7.5 of 10" in said
    assert "bob, question-2: nothing -> 0 of 10, not whole yet" in said
    assert "4 answers differ, 0 are the same." in said and "say --yes" in said
    assert not Assessment.objects.exists()
    assert "4 answers saved." in papers("import", str(file), "--yes")
    assert points()["alice"] == 17.5
    assert "0 answers differ, 4 are the same." in papers("import", str(file), "--yes")
    assert Revision.objects.count() == 4
    assert Assessment.objects.first().author.name == "tara"
    said = papers("list")
    assert said == (
        "3 papers\nquestion-1, 10 points: 2 of 3 done\n"
        "question-2, 10 points: 1 of 3 done\n"
    )
    assert papers("take-back") == "1 empty papers taken back.\n"


def test_what_goes_out_comes_in_without_a_difference(exam, file, tmp_path):
    papers("begin")
    papers("import", str(file), "--yes")
    file.write_text(
        "email,question-1 adjustment,question-1 comment\nalice@example.edu,-1,=Late\n"
    )
    papers("import", str(file), "--yes")
    out = tmp_path / "out.csv"
    assert str(out) in papers("export", "--out", str(out))
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    [alice] = [row for row in rows if row["name"] == "alice"]
    assert (alice["question-1"], alice["question-1 adjustment"]) == ("7.5", "-1.0")
    assert (alice["question-1 comment"], alice["points"]) == ("'=Late", "16.5")
    assert "0 answers differ, 4 are the same." in papers("import", str(out), "--yes")


def test_a_later_file_changes_what_it_says_and_nothing_else(exam, file):
    papers("begin")
    papers("import", str(file), "--yes")
    file.write_text("email,question-2,question-2 adjustment\nbob@example.edu,8,-1\n")
    said = papers("import", str(file), "--yes")
    assert "bob, question-2: 0 -> 7 of 10" in said
    row = Assessment.objects.get(
        submission__enrollment__user__name="bob", check_name="question-2"
    )
    assert (row.comment, row.adjustment) == ("See page 2.", -1)
    assert points()["bob"] == 7 and row.is_done


def test_a_rubric_s_items_are_chosen_by_name(exam, file):
    essay = a_written_assignment(exam.course, slug="essay")
    a_class(essay, "dora")
    file.write_text(
        "email,note/topics-are-justified,note/choice-fits-the-failure,"
        "note/text-and-code-agree\ndora@example.edu,named-only,one-hop-only,-\n"
    )
    said = papers("import", str(file), "--yes", slug="essay")
    assert "dora, note: nothing -> 5 of 10" in said  # 2 + (4 - 1) + 0
    assert points()["dora"] == 95
    file.write_text("email,note/topics-are-justified\ndora@example.edu,best\n")
    with pytest.raises(CommandError, match="'best' is no item; allowed: each-with"):
        papers("import", str(file), "--yes", slug="essay")


def test_in_blind_mode_papers_go_by_names_drawn_by_lot(exam, file, tmp_path):
    papers("begin")
    Plan.objects.create(assignment=exam, is_blind=True)
    out = tmp_path / "out.csv"
    papers("export", "--out", str(out))
    text = out.read_text("utf-8-sig")
    assert "alice" not in text and "email" not in text
    with pytest.raises(CommandError, match="names are hidden here; leave out 'email'"):
        papers("import", str(file))
    name = next(csv.DictReader(io.StringIO(text)))["name"]
    file.write_text(f"name,question-1\n{name},4\n")
    assert f"{name}, question-1: nothing -> 4 of 10" in papers("import", str(file))


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (
            "105",
            "Line 2: question-1: Question-1: say one number of points, from 0 to 10",
        ),
        ("-1", "from 0 to 10"),
        ("NaN", "Line 2: question-1: 'NaN' is no number of points."),
        ("a lot", "'a lot' is no number of points."),
        ("1e400", "no number of points"),
    ],
)
def test_what_is_no_number_of_points_is_named_and_nothing_is_saved(
    exam, file, cell, sentence
):
    papers("begin")
    file.write_text(f"email;question-1\nalice@example.edu;{cell}\nbob@example.edu;1\n")
    with pytest.raises(CommandError, match=sentence):
        papers("import", str(file), "--yes")
    assert not Assessment.objects.exists()


def test_every_wrong_line_is_named(exam, file):
    papers("begin")
    late = an_enrollment(exam.course, "late")
    file.write_text(
        "email,question-1,question-9,question-2 adjustment\n"
        f"{late.user.email},1,,\nalice@example.edu,1,,2\nALICE@example.edu,2,,\n"
    )
    with pytest.raises(CommandError) as refused:
        papers("import", str(file), "--yes")
    said = str(refused.value)
    for sentence in (
        "Line 1: 'question-9' is no question; there are: question-1, question-1 adj",
        "Line 2: late@example.edu has no paper; begin them, or leave the line out.",
        "Line 3: question-2: Say to the student why points are adjusted.",
        "Line 4: the paper of ALICE@example.edu is on line 3 too.",
    ):
        assert sentence in said
    assert not Assessment.objects.exists()


def test_who_may_not_and_what_has_no_papers_is_refused(exam, file):
    with pytest.raises(CommandError, match="no paper; begin them"):
        papers("import", str(file), "--yes")
    words = ("exam", *COURSE, "--by", "alice@example.edu")
    with pytest.raises(CommandError, match=r"alice@example\.edu is not staff"):
        call_command("papers", "begin", *words)
    a_written_assignment(exam.course, slug="essay")
    with pytest.raises(CommandError, match="has nothing to hand in"):
        papers("begin", slug="essay")
    with pytest.raises(CommandError, match="no assignment 'none'; there are:"):
        papers("list", slug="none")
    file.write_text("email,name\nalice@example.edu,Alice\n")
    with pytest.raises(CommandError, match="no column is a question; there are: q"):
        papers("import", str(file))
    assert not Submission.objects.exists()


def test_an_instructor_hides_names_and_deals_papers(exam):
    papers("begin")
    an_enrollment(exam.course, "ines", role=Role.INSTRUCTOR)
    by = (*COURSE, "--by", "ines@example.edu")
    with pytest.raises(CommandError, match="Only an instructor"):
        papers("plan", "--names", "hidden")
    call_command("papers", "plan", "exam", "--names", "hidden", *by)
    call_command("papers", "plan", "exam", "--regrade-days", "3", *by)
    plan = Plan.objects.get()
    assert (plan.is_blind, plan.regrade_days) == (True, 3)
    with pytest.raises(CommandError, match="0 to 365 days"):
        call_command("papers", "plan", "exam", "--regrade-days", "400", *by)
    deal = ("papers", "deal", "exam", "--to", "tara@example.edu", "ines@example.edu")
    out = io.StringIO()
    call_command(*deal, *by, stdout=out)
    assert out.getvalue() == ("3 papers dealt to tara@example.edu, ines@example.edu.\n")
    with pytest.raises(CommandError, match=r"bob@example\.edu is not staff"):
        call_command("papers", "deal", "exam", "--to", "bob@example.edu", *by)


def test_who_is_dropped_and_returns_has_everything_as_it_was(exam, file):
    papers("begin")
    papers("import", str(file), "--yes")
    bob = exam.course.enrollments.get(user__name="bob")
    by = {"actor": exam.course.enrollments.get(user__name="tara").user, "now": NOON}
    drop(bob, **by)
    with pytest.raises(CommandError, match=r"Line 3: bob@example\.edu has no paper"):
        papers("import", str(file), "--yes")
    enroll(exam.course, bob.user, role=Role.STUDENT, **by)
    assert "0 answers differ, 4 are the same." in papers("import", str(file), "--yes")
