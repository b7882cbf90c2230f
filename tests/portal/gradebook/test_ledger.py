"""The ledger: lines only come, and of two who saw the same only one writes next."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from portal.courses.models import Role
from portal.gradebook import selectors, services
from portal.gradebook.models import Category, LedgerEntry
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from tests.factories.grading import (
    NOON,
    a_course,
    a_submission,
    an_assignment,
    an_enrollment,
    grade,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
WHY = {"reason": "Our fault.", "now": NOON}


@pytest.fixture
def course():
    course = a_course("w251")
    Category.objects.create(course=course, slug="homework", title="H", weight=100)
    return course


@pytest.fixture
def assignment(course):
    return an_assignment(course)


@pytest.fixture
def alice(course):
    return an_enrollment(course, "Alice")


@pytest.fixture
def tara(course):
    return an_enrollment(course, "Tara", Role.INSTRUCTOR).user


@pytest.fixture
def ben(course):
    return an_enrollment(course, "Ben", Role.GRADER).user


def version_of(assignment, enrollment):
    return selectors.seen_cell(assignment, enrollment, now=NOON).version


def test_the_database_itself_refuses_to_change_or_remove_a_line(
    assignment, alice, tara
):
    entry = services.enter_override(assignment, alice, points=3, actor=tara, **WHY)
    lines = LedgerEntry.objects.filter(pk=entry.pk)
    for change in (
        lambda: lines.update(points=10),
        lambda: lines._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.points = 10
        entry.save()
    assert lines.get().points == 3


def test_a_stale_write_is_refused_with_both_values_and_nothing_is_lost(
    assignment, alice, tara, ben
):
    grade(a_submission(assignment, alice), a_runner())
    seen = version_of(assignment, alice)
    first = {"reason": "A broker died.", "now": NOON, "seen": seen}
    services.enter_override(assignment, alice, points=7.5, actor=tara, **first)
    with pytest.raises(services.StaleError) as refused:
        services.enter_override(
            assignment, alice, points=9, actor=ben, reason="Late?", now=NOON, seen=seen
        )
    sentence = refused.value.sentence
    assert "7.5" in sentence and "write 9" in sentence
    assert "Tara wrote: A broker died." in sentence
    assert refused.value.extra["now"] == 7.5
    assert [line.points for line in selectors.ledger_of(assignment, alice)] == [7.5]
    # Having looked at both, Ben may write.
    again = refused.value.extra["version"]
    services.enter_override(
        assignment, alice, points=9, actor=ben, reason="Late.", now=NOON, seen=again
    )
    assert selectors.seen_cell(assignment, alice, now=NOON).points == 9


@pytest.mark.parametrize("write", ["adjust", "excuse", "mark_incomplete"])
def test_every_line_that_sets_a_grade_may_be_stale(assignment, alice, tara, write):
    seen = version_of(assignment, alice)
    services.comment(assignment, alice, text="See me.", actor=tara, now=NOON)
    more = {"points": 1.0} if write == "adjust" else {}
    with pytest.raises(services.StaleError):
        getattr(services, write)(
            assignment, alice, actor=tara, seen=seen, **more, **WHY
        )


def test_a_score_that_came_meanwhile_makes_a_write_stale(assignment, alice, tara):
    seen = version_of(assignment, alice)
    grade(a_submission(assignment, alice), a_runner())
    with pytest.raises(services.StaleError, match="The grade is 10 now"):
        services.enter_override(
            assignment, alice, points=5, actor=tara, seen=seen, **WHY
        )


def test_a_release_in_between_makes_no_write_stale(assignment, alice, tara):
    seen = version_of(assignment, alice)
    services.release(assignment, actor=tara, **WHY)
    services.excuse(assignment, alice, actor=tara, seen=seen, **WHY)


@pytest.mark.django_db(transaction=True)
def test_of_people_who_write_at_once_one_writes_and_the_others_are_told(
    assignment, alice, course
):
    people = [an_enrollment(course, role=Role.GRADER).user for _ in range(4)]
    seen, barrier, said = version_of(assignment, alice), Barrier(4), []

    def write(number, actor):
        barrier.wait()
        try:
            services.enter_override(
                assignment, alice, points=number, actor=actor, seen=seen, **WHY
            )
            said.append("written")
        except services.StaleError as error:
            said.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=write, args=pair) for pair in enumerate(people)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(said) == ["stale", "stale", "stale", "written"]
    assert LedgerEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_comments_at_once_are_all_kept(assignment, alice, tara):
    barrier = Barrier(4)

    def write(number):
        barrier.wait()
        try:
            text = f"Comment {number}."
            services.comment(assignment, alice, text=text, actor=tara, now=NOON)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(number,)) for number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(line.number for line in LedgerEntry.objects.all()) == [1, 2, 3, 4]


def test_an_undo_can_be_undone(assignment, alice, tara):
    entry = services.enter_override(assignment, alice, points=3, actor=tara, **WHY)
    back = services.undo(entry, actor=tara, **WHY)
    assert selectors.seen_cell(assignment, alice, now=NOON).points is None
    services.undo(back, actor=tara, **WHY)
    assert selectors.seen_cell(assignment, alice, now=NOON).points == 3


def test_incomplete_leaves_its_weight_to_the_rest_until_it_is_done(
    course, assignment, alice, tara
):
    runner = a_runner()
    other = an_assignment(course, slug="hw06")
    grade(a_submission(assignment, alice), runner)
    services.enter_override(other, alice, points=0, actor=tara, **WHY)

    def total():
        return selectors.course_table(course).rows[0].total

    assert total() == 50
    services.mark_incomplete(other, alice, actor=tara, **WHY)
    assert total() == 100
    services.enter_override(other, alice, points=5, actor=tara, **WHY)
    assert total() == 75


@pytest.mark.parametrize("points", [float("nan"), float("inf"), -1.0, 1e9])
def test_what_is_no_grade_is_refused(assignment, alice, tara, points):
    with pytest.raises(InvalidError, match="number of points"):
        services.enter_override(assignment, alice, points=points, actor=tara, **WHY)
    assert not LedgerEntry.objects.exists()


def test_more_than_there_is_takes_saying_that_it_is_meant(assignment, alice, tara):
    write = {"points": 10.5, "actor": tara, **WHY}
    with pytest.raises(InvalidError, match=r"10\.5 is more than the 10 points") as no:
        services.enter_override(assignment, alice, is_above_meant=False, **write)
    assert no.value.code == "above_maximum"
    services.enter_override(assignment, alice, is_above_meant=True, **write)


def test_releases_come_once_and_are_taken_back_at_once(assignment, alice, tara):
    services.release(assignment, enrollment=alice, actor=tara, **WHY)
    services.release(assignment, actor=tara, **WHY)
    with pytest.raises(ConflictError, match="released already"):
        services.release(assignment, actor=tara, **WHY)
    assert len(services.withdraw(assignment, actor=tara, **WHY)) == 2
    assert not selectors.is_released(assignment, alice)
    with pytest.raises(ConflictError, match="not released"):
        services.withdraw(assignment, actor=tara, **WHY)
    services.release(assignment, actor=tara, **WHY)
    assert selectors.is_released(assignment, alice)


def test_only_staff_release_and_take_back(assignment, alice, tara):
    for verb in (services.release, services.withdraw):
        with pytest.raises(NotFoundError):
            verb(assignment, actor=alice.user, **WHY)
    services.release(assignment, actor=tara, **WHY)
    with pytest.raises(NotFoundError):
        services.release(assignment, actor=alice.user, **WHY)
