from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from portal.courses.models import Role
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors.seen import seen_cell
from portal.gradebook.services import adjust, rebuild_rows, refresh_rows, undo
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.meetings.models import Mark
from portal.meetings.selectors import attendance_of, own_marks, register_of
from portal.meetings.services import Said, take_register, undo_mark
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import a_session, an_attendance

pytestmark = pytest.mark.django_db
AFTER = NOON + timedelta(days=30)


class Class:
    """A course with two sessions, two students and an instructor."""

    def __init__(self):
        self.course = a_course()
        self.alice = an_enrollment(self.course, "Alice")
        self.bob = an_enrollment(self.course, "Bob")
        self.ines = an_enrollment(self.course, "Ines", Role.INSTRUCTOR).user
        self.assignment = an_attendance(self.course)
        self.sessions = [a_session(self.course, unit) for unit in (1, 2)]

    def take(self, unit=1, seen=None, actor=None, now=AFTER, **said):
        session = self.sessions[unit - 1]
        newest = register_of(self.assignment, session).seen
        people = {"alice": self.alice.pk, "bob": self.bob.pk}
        return take_register(
            self.assignment,
            session,
            {people[name]: Said(*kind.split(":")) for name, kind in said.items()},
            seen=newest if seen is None else seen,
            actor=actor or self.ines,
            now=now,
        )

    def grade(self, student):
        return seen_cell(self.assignment, student, now=AFTER).cell.grade

    def points(self, student):
        return self.grade(student).points


@pytest.fixture
def room():
    return Class()


def test_the_grade_follows_every_register_and_says_why(room):
    room.take(1, alice="present", bob="absent")
    assert (room.points(room.alice), room.points(room.bob)) == (10.0, 0.0)
    room.take(2, alice="late", bob="excused:Flu")
    assert (room.points(room.alice), room.points(room.bob)) == (7.5, 0.0)
    assert room.grade(room.alice).reason == (
        "At 2 of 2 sessions, 1 of them late, which counts half."
    )


def test_saying_the_same_again_writes_nothing(room):
    assert len(room.take(1, alice="present", bob="present")) == 2
    lines = LedgerEntry.objects.count()
    assert [one.enrollment for one in room.take(1, alice="present", bob="late")] == [
        room.bob
    ]
    assert LedgerEntry.objects.count() == lines + 1


def test_undo_is_a_line_and_the_grade_goes_back(room):
    room.take(1, alice="present")
    [absent] = room.take(1, alice="absent")
    undone = undo_mark(absent, actor=room.ines, now=AFTER)
    assert undone.kind == "undo" and room.points(room.alice) == 10.0
    with pytest.raises(ConflictError, match="taken this line back already"):
        undo_mark(absent, actor=room.ines, now=AFTER)
    with pytest.raises(ConflictError, match="mark the student anew"):
        undo_mark(undone, actor=room.ines, now=AFTER)
    undo_mark(Mark.objects.get(kind="present"), actor=room.ines, now=AFTER)
    assert room.grade(room.alice).is_incomplete
    assert own_marks(room.assignment, room.alice) == []
    assert Mark.objects.count() == 4
    room.take(1, alice="late")
    assert room.points(room.alice) == 5.0


def test_what_staff_wrote_by_hand_is_left_alone_until_it_is_taken_back(room):
    room.take(1, alice="present")
    line = adjust(
        room.assignment,
        room.alice,
        points=-1,
        reason="Slept.",
        actor=room.ines,
        now=AFTER,
    )
    room.take(2, alice="absent")
    assert room.points(room.alice) == 9.0
    undo(line, reason="Did not.", actor=room.ines, now=AFTER)
    room.take(2, alice="late")
    assert room.points(room.alice) == 7.5


def test_the_database_keeps_every_line(room):
    [mark] = room.take(1, alice="present")
    with pytest.raises(DatabaseError), transaction.atomic():
        Mark.objects.filter(pk=mark.pk).update(kind="absent")
    with pytest.raises(DatabaseError), transaction.atomic():
        Mark.objects.filter(pk=mark.pk).delete()


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ("excused", InvalidError, "why Alice is excused"),
        ("excused:  ", InvalidError, "why Alice is excused"),
        ("asleep", InvalidError, "present, late, absent or excused of Alice"),
        ("late:" + "x" * 501, InvalidError, "at most 500"),
    ],
)
def test_what_is_no_mark_is_refused_and_nothing_is_written(room, said, error, words):
    with pytest.raises(error, match=words):
        room.take(1, bob="present", alice=said)
    assert not Mark.objects.exists() and not LedgerEntry.objects.exists()


def test_whoever_saw_an_older_register_writes_nothing(room):
    room.take(1, alice="present")
    with pytest.raises(ConflictError, match="marked Alice present meanwhile"):
        room.take(1, seen=0, alice="absent", bob="present")
    assert Mark.objects.count() == 1
    assert len(room.take(1, seen=0, alice="present", bob="present")) == 1


def test_only_staff_take_registers_of_sessions_that_began(room):
    with pytest.raises(NotFoundError):
        room.take(1, alice="present", actor=room.alice.user)
    with pytest.raises(ConflictError, match="has not begun"):
        room.take(2, alice="present", now=NOON)


def test_sessions_and_students_are_counted(room):
    room.take(1, alice="present", bob="absent")
    room.take(2, alice="present")
    found = attendance_of(room.assignment)
    assert [one.counts for one in found.meetings] == [
        {"present": 1, "absent": 1},
        {"present": 1},
    ]
    assert [share.value for _, share in found.students] == [1.0, 0.0]


def test_the_stored_rows_come_to_the_same_when_rebuilt(room):
    room.take(1, alice="late", bob="absent")
    refresh_rows(room.course, now=AFTER)
    assert "5.0" in str(room.alice.grade_row.cells)
    assert rebuild_rows(now=AFTER) == (2, 0)
