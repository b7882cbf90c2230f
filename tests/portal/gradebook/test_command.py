"""``manage.py grades``: entering, releasing and exchanging grades without a browser."""

import io

import pytest
from django.core.management import CommandError, call_command

from portal.gradebook import services
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import head_of, seen_cell
from portal.lib.errors import ConflictError, NotFoundError
from tests.factories.book import a_book
from tests.factories.grading import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def book():
    return a_book()


@pytest.fixture
def say(book):
    """Call ``manage.py grades`` on the book's course; return what it said."""
    course = ["--course", f"{book.course.slug}:{book.course.term}"]
    by = ["--reason", "As agreed.", "--by", book.tara.email]

    def say(verb, *words):
        out = io.StringIO()
        more = [] if verb == "undo" else course
        more = more if verb == "export" else [*more, *by]
        call_command("grades", verb, *words, *more, stdout=out)
        return out.getvalue()

    return say


def ada(book):
    return seen_cell(book.items["hw1"], book.ada, now=NOON)


def test_every_kind_of_line_is_entered_and_taken_back(book, say):
    email = book.ada.user.email
    assert "88 points" in say("enter", "hw1", email, "--points", "88")
    assert "90.5 points" in say("enter", "hw1", email, "--add", "2.5")
    assert "nothing that counts" in say("enter", "hw1", email, "--excuse")
    last = LedgerEntry.objects.order_by("-pk").first()
    assert "taken back" in say("undo", str(last.public_id))
    assert ada(book).points == 90.5
    say("enter", "hw1", email, "--comment")
    say("enter", "hw2", email, "--incomplete")
    kinds = LedgerEntry.objects.order_by("-pk").values_list("kind", flat=True)
    assert list(kinds[:2]) == ["incomplete", "comment"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["hw1", "{ada}", "--points", "105"], "105 is more than the 100 points"),
        (["hw1", "{ada}", "--points", "nan"], "number of points"),
        (["hw1", "{ada}", "--points=-1"], "number of points"),
        (["hw1", "zed@example.edu", "--excuse"], "is no student of this course now"),
        (["quiz", "{ada}", "--excuse"], "no assignment 'quiz'; there are: final, hw1"),
    ],
)
def test_what_can_t_be_meant_is_refused_and_nothing_is_written(
    book, say, words, sentence
):
    before = LedgerEntry.objects.count()
    with pytest.raises(CommandError, match=sentence):
        say("enter", *(word.format(ada=book.ada.user.email) for word in words))
    assert LedgerEntry.objects.count() == before


def test_a_bonus_that_is_meant_is_taken(book, say):
    said = say("enter", "hw1", book.ada.user.email, "--points", "105", "--bonus")
    assert "105 points" in said


def test_all_grades_are_released_at_once_and_hidden_again(book, say):
    assert say("release", "hw2") == "hw2: released.\n"
    assert say("release", "--all") == "final, hw1: released.\n"
    assert all(column.is_released for column in head_of(book.course).columns)
    assert say("withdraw", "--all") == "final, hw1, hw2: hidden again.\n"
    assert not any(column.is_released for column in head_of(book.course).columns)
    with pytest.raises(CommandError, match="Name assignments, or say --all"):
        say("release")


def test_only_staff_release_all_and_only_what_is_hidden(book):
    who = {"reason": "Done.", "now": NOON}
    with pytest.raises(NotFoundError):
        services.release_all(book.course, actor=book.ada.user, **who)
    done = services.release_all(book.course, actor=book.tara, **who)
    assert [item.slug for item in done] == ["final", "hw1", "hw2"]
    with pytest.raises(ConflictError, match="released already"):
        services.release_all(book.course, actor=book.tara, **who)


def test_final_grades_go_out_as_a_file(book, say, tmp_path):
    out = tmp_path / "finals.csv"
    assert str(out) in say("export", "finals", "--out", str(out))
    head, first, *_ = out.read_text("utf-8-sig").splitlines()
    assert head == "email,name,section,total (not all released),letter"
    assert first.startswith(book.ada.user.email)
    say("release", "--all")
    say("export", "finals", "--out", str(out))
    assert out.read_text("utf-8-sig").startswith("email,name,section,total,letter")
    say("export", "workbook", "--out", str(tmp_path / "all.xlsx"))
    assert (tmp_path / "all.xlsx").read_bytes().startswith(b"PK")


def test_a_file_is_looked_at_first_and_written_with_yes(book, say, tmp_path):
    file = tmp_path / "grades.csv"
    file.write_text(f"email;hw1;what\n{book.ada.user.email};70,5;1\n")
    said = say("import", str(file))
    assert f"{book.ada.user.email}, hw1: 92.5 -> 70.5" in said
    assert "'what': left out" in said and "say --yes" in said
    assert ada(book).points == 92.5
    assert "1 grades written" in say("import", str(file), "--yes")
    assert ada(book).points == 70.5


def test_a_file_with_a_wrong_line_writes_nothing(book, say, tmp_path):
    file = tmp_path / "grades.csv"
    email = book.ada.user.email
    file.write_text(f"email,hw1,hw2\n{email},105,NaN\nzed@example.edu,1,1\n")
    with pytest.raises(CommandError, match=r"(?s)Line 2, hw2: 'NaN'.*Line 3: zed"):
        say("import", str(file), "--yes")
    file.write_text(f"email,hw1\n{email},105\n")
    with pytest.raises(CommandError, match="If bonuses are meant, say so"):
        say("import", str(file), "--yes")
    assert ada(book).points == 92.5
    say("import", str(file), "--yes", "--bonus")
    assert ada(book).points == 105
