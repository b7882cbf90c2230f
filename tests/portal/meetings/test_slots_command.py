"""``manage.py slots``: who presents what at which session."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.courses.models import Role
from portal.meetings.models import Place, Slot
from portal.meetings.services import take_place
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import a_presentation, a_session

pytestmark = pytest.mark.django_db
COURSE = ("--course", "w251:2026 Fall")
BY = ("--by", "tara@example.edu")


@pytest.fixture
def talk(monkeypatch):
    """A presentation with two sessions to come, and nobody in a slot."""
    course = a_course("w251")
    for name in ("alice", "bob", "cem"):
        an_enrollment(course, name)
    an_enrollment(course, "tara", role=Role.GRADER)
    for unit in (1, 2):
        a_session(course, unit, NOON + timedelta(days=9))
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return a_presentation(course)


def slots(verb, *words):
    out = io.StringIO()
    by = () if verb == "list" else BY
    call_command("slots", verb, "talk", *words, *COURSE, *by, stdout=out)
    return out.getvalue()


def open_two():
    slots("open", "--session", "1", "--role", "Presents", "--places", "2")
    slots("open", "--session", "2", "--role", "Presents")
    slots("open", "--session", "2", "--role", "Argues")


def test_slots_are_opened_filled_left_and_closed(talk):
    open_two()
    said = slots("assign", "alice@example.edu", "--session", "1")
    assert said == "alice@example.edu: Presents at session 1.\n"
    assert slots("assign", "alice@example.edu", "--session", "1") == said  # again
    bob, cem = (talk.course.enrollments.get(user__name=n) for n in ("bob", "cem"))
    slots("assign", "bob@example.edu", "--session", "2", "--role", "argues")
    argues = Slot.objects.get(role="Argues")
    take_place(argues, actor=cem.user, now=NOON)
    said = slots("list")
    assert "session 1, Presents: alice@example.edu, 1 of 2 free\n" in said
    assert "Argues: bob@example.edu, 0 of 1 free; in line: cem@example.edu" in said
    said = slots("remove", "bob@example.edu")
    assert said.endswith("cem@example.edu moves up.\n")
    slots("remove", "cem@example.edu")
    slots("close", "--session", "2", "--role", "Argues")
    assert "Argues" not in slots("list")
    assert not Place.objects.filter(enrollment=bob, left_at=None).exists()


def test_a_file_gives_places_once_all_or_none(talk, tmp_path):
    open_two()
    file = tmp_path / "who.csv"
    file.write_text(
        "email,session,role\nalice@example.edu,1,Presents\n"
        "bob@example.edu,session 2,argues\n"
    )
    said = slots("import", str(file))
    assert "alice@example.edu: Presents at session 1" in said and "say --yes" in said
    assert not Place.objects.exists()
    assert "2 places given." in slots("import", str(file), "--yes")
    assert "0 places to give, 2 are the same." in slots("import", str(file), "--yes")
    assert Place.objects.count() == 2


def test_whoever_waits_there_gets_the_place_by_the_file(talk, tmp_path):
    open_two()
    alice, bob = (talk.course.enrollments.get(user__name=n) for n in ("alice", "bob"))
    slot = Slot.objects.get(role="Argues")
    for one in (alice, bob):
        take_place(slot, actor=one.user, now=NOON)
    Slot.objects.filter(pk=slot.pk).update(places=2)
    file = tmp_path / "who.csv"
    file.write_text("email,session,role\nbob@example.edu,2,Argues\n")
    assert "1 places given." in slots("import", str(file), "--yes")
    assert not Place.objects.filter(left_at=None, is_waiting=True).exists()


def test_every_wrong_line_is_named_and_nobody_gets_a_place(talk, tmp_path):
    open_two()
    slots("assign", "cem@example.edu", "--session", "2", "--role", "Argues")
    file = tmp_path / "who.csv"
    file.write_text(
        "email,session,role\nzed@example.edu,1,Presents\nalice@example.edu,3,Presents\n"
        "cem@example.edu,1,Presents\nbob@example.edu,2,Argues\n"
        "bob@example.edu,1,Presents\nalice@example.edu,two,Presents\n"
    )
    with pytest.raises(CommandError) as refused:
        slots("import", str(file), "--yes")
    said = str(refused.value)
    for sentence in (
        "Line 2: zed@example.edu is no student here.",
        "Line 3: session '3' has no open slot 'Presents'.",
        "Line 4: cem@example.edu has 'Argues' at session 2; remove them there first.",
        "Line 5: 'Argues' at session 2 has no free place.",
        "Line 6: bob@example.edu is named twice.",
        "Line 7: session 'two' has no open slot",
    ):
        assert sentence in said
    assert Place.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["open", "--session", "9"], "no session 9"),
        (["open", "--session", "1"], "Name the role"),
        (["open", "--session", "1", "--role", "Presents"], "that role already"),
        (["open", "--session", "1", "--role", "X", "--places", "0"], "1 to 100 places"),
        (
            ["assign", "alice@example.edu", "--session", "9"],
            "no open slot; these.*1, 2",
        ),
        (["assign", "alice@example.edu", "--session", "2"], "'Argues', 'Presents'"),
        (["assign", "zed@example.edu", "--session", "1"], "no student of this course"),
        (["assign", "cem@example.edu", "--session", "1"], "must be left first"),
        (["remove", "alice@example.edu"], "has no place here, nor waits"),
        (["close", "--session", "2", "--role", "Argues"], "take them out first"),
    ],
)
def test_what_can_not_be_is_said(talk, words, sentence):
    open_two()
    slots("assign", "cem@example.edu", "--session", "2", "--role", "Argues")
    with pytest.raises(CommandError, match=sentence):
        slots(*words)
    assert Place.objects.count() == 1 and Slot.objects.count() == 3


def test_only_staff_of_the_course_do_it(talk):
    words = ("open", "talk", "--session", "1", "--role", "Presents", *COURSE)
    with pytest.raises(CommandError, match=r"bob@example\.edu is not staff"):
        call_command("slots", *words, "--by", "bob@example.edu")
