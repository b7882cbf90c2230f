"""What is worked out of rows, without a database."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from portal.assignments.dates import DueDates
from portal.insight.behind import Item, says_something, signs
from portal.insight.checks import check_facts
from portal.insight.classwork import HandIn, class_work
from portal.insight.focus import around, earlier, focus_of
from portal.insight.judged import Ended
from portal.insight.needs import failing_check, unreleased
from tests.factories.grading import NOON

DAY = timedelta(days=1)


def column(slug, days, *, category="homework", release=None, **more):
    """An assignment due so many days after noon; None: it has no due date."""
    more = {"is_released": False, "is_handed_in": True, "kind": "homework", **more}
    due = None if days is None else NOON + days * DAY
    return SimpleNamespace(
        assignment=SimpleNamespace(slug=slug),
        category=category,
        dates=DueDates(release=release, due=due),
        **more,
    )


def slugs(columns):
    return [one.assignment.slug for one in columns]


HW1, HW2, HW3 = column("hw1", -9), column("hw2", -2), column("hw3", 5)
LAB, LATER = column("lab", -1, category="labs"), column("hw4", 12)
ALL = [HW1, HW2, LAB, HW3, LATER, column("talk", None)]


def test_staff_look_at_what_is_due_next():
    assert focus_of(ALL, now=NOON) is HW3
    assert focus_of(ALL, now=NOON + 100 * DAY) is LATER
    assert focus_of(ALL, now=NOON, slug="hw1") is HW1
    assert focus_of([column("talk", None)], now=NOON) is None


def test_what_students_do_not_see_yet_is_not_looked_at():
    secret = column("secret", 1, release=NOON + timedelta(hours=1))
    assert focus_of([secret, HW3], now=NOON) is HW3


def test_what_people_give_the_points_of_is_not_looked_at():
    rating = column("rating", -1, is_handed_in=False)
    assert focus_of([HW1, rating], now=NOON) is HW1
    assert earlier([HW1, rating, HW3], HW3) is HW1


def test_it_is_compared_with_the_one_before_of_its_category():
    assert earlier(ALL, HW3) is HW2
    assert earlier([LAB, HW3], HW3) is LAB
    assert earlier(ALL, HW1) is None
    assert earlier(ALL, ALL[-1]) is None


def test_what_is_due_stands_with_what_was():
    talk = column("talk", 1, is_handed_in=False, kind="presentation")
    going = column("going", 2, is_handed_in=False, kind="participation")
    more = [column(f"hw{n}", n) for n in (20, 30)]
    found = around([*ALL, talk, going, *more], now=NOON)
    assert slugs(found) == ["hw2", "lab", "talk", "hw3", "hw4", "hw20"]


def hand_in(person, hours, percent, submission=None, number=1):
    at = NOON + timedelta(hours=hours)
    return HandIn(person, submission or 100 * person + hours, number, at, percent)


def test_a_class_is_counted_by_people():
    found = [
        hand_in(1, 1, 40.0),
        hand_in(1, 2, 70.0),
        hand_in(1, 3, None),
        hand_in(2, 4, 55.0),
        hand_in(3, 5, None),
        hand_in(3, 6, None),
    ]
    ended = [Ended("graded", 30.0), Ended("lab_broken", 10.0), Ended("graded", 50.0)]
    work = class_work(found, ended, students=5, pass_percent=60.0)
    assert (work.students, work.with_work, work.submissions) == (5, 3, 6)
    assert work.best == {1: 70.0, 2: 55.0} and work.median_best == 62.5
    assert work.firsts[3] == NOON + timedelta(hours=5)
    assert work.tries == (3, 1, 2) and work.tries_to_pass == (2,)
    assert (work.median_tries, work.passed, work.median_to_pass) == (2, 1, 2)
    assert work.to_pass_s == (3600,) and work.median_to_pass_s == 3600
    assert work.median_wait_s == 30.0
    assert work.ours_percent == pytest.approx(100 / 3)
    assert work.unscored == {3: 2}


def test_a_team_hands_in_once_for_all_its_members():
    found = [hand_in(1, 1, 80.0, submission=7), hand_in(2, 1, 80.0, submission=7)]
    work = class_work(found, [], students=2, pass_percent=None)
    assert (work.submissions, work.with_work, work.tries_to_pass) == (1, 2, ())
    assert work.median_wait_s is None and work.ours_percent is None


def line(name, points, state, value=None, most=10.0):
    return {
        "name": name,
        "title": name.title(),
        "points": points,
        "max_points": most,
        "state": state,
        "value": value,
    }


def test_checks_are_counted_over_what_was_decided():
    scores = [
        [line("gate", 0, "gate_passed", most=0.0), line("speed", 10, "passed", 1.2)],
        [line("gate", 0, "gate_passed", most=0.0), line("speed", 4, "partly", 3.0)],
        [line("gate", 0, "gate_failed", most=0.0), line("speed", 0, "not_run")],
    ]
    gate, speed = check_facts(scores)
    assert (gate.count, gate.met, gate.share) == (3, 2, pytest.approx(2 / 3))
    assert (speed.count, speed.met, speed.mean_points) == (2, 1, 7.0)
    assert speed.values == (1.2, 3.0) and speed.share == 0.7
    assert check_facts([]) == []


def test_a_check_that_goes_with_the_rest_correlates_with_it():
    def scores(odd):
        return [
            [line("base", n, "partly"), line("odd", odd(n), "partly")] for n in range(6)
        ]

    with_rest = check_facts(scores(lambda n: 2 * n))[1]
    against = check_facts(scores(lambda n: 10 - n))[1]
    same = check_facts(scores(lambda n: 5))[1]
    assert with_rest.tells_apart == pytest.approx(1.0)
    assert against.tells_apart == pytest.approx(-1.0)
    assert same.tells_apart is None


def facts(name, share, count=20):
    return SimpleNamespace(name=name, share=share, count=count)


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ([facts("a", 0.2), facts("b", 0.8)], "a"),
        ([facts("a", 0.2), facts("b", 0.25)], None),  # all of it is hard
        ([facts("a", 0.5), facts("b", 0.9)], None),
        ([facts("a", 0.2, count=9), facts("b", 0.8)], None),  # too few to tell
        ([], None),
    ],
)
def test_one_check_that_fails_far_more_often_is_named(found, name):
    assert getattr(failing_check(found), "name", None) == name


def test_grades_wait_for_release_once_all_is_over_and_graded():
    released = column("old", -20, is_released=True)
    late = column("late", -1)
    late.dates = DueDates(due=NOON - DAY, late_due=NOON + DAY)
    found = unreleased([released, HW1, HW2, late, HW3], {"hw2"}, now=NOON)
    assert slugs(found) == ["hw1"]


def item(title, percent=80.0, *, is_missing=False, is_late=False):
    return Item(title, is_missing, is_late, percent, 60.0)


def test_one_sign_is_nobodys_business():
    assert signs([item("a"), item("b", is_missing=True)]) is None
    assert signs([item("a", 20.0), item("b")]) is None
    assert signs([]) is None


@pytest.mark.parametrize(
    ("count", "of", "says"), [(0, 10, False), (5, 10, True), (6, 10, False)]
)
def test_what_most_of_a_class_does_is_no_persons_matter(count, of, says):
    assert says_something(count, of) is says


def test_two_signs_say_why():
    found = signs([item("a", is_missing=True), item("b", 20.0), item("c", 59.9)])
    assert found.weight == 3
    assert found.reasons == ("nothing for a", "below the pass mark in b and c")


def test_many_tries_without_a_score_are_a_sign():
    found = signs(
        [item("a", is_missing=True)], now_title="Homework 5", tries_without_score=9
    )
    assert found.reasons[-1] == "9 hand-ins of Homework 5 without a score"


def test_only_the_last_four_are_looked_at():
    old = [item(f"old{n}", is_missing=True) for n in range(3)]
    assert signs([*old, *(item(f"new{n}") for n in range(4))]) is None


def test_late_twice_is_one_sign():
    late = [item("a", is_late=True), item("b", is_late=True)]
    assert signs(late) is None
    assert signs([*late, item("c", 10.0)]).weight == 2
