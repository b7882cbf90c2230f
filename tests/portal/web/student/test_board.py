"""The board: everybody's counting model, and who is who for staff only."""

import re

import pytest
from django.urls import reverse

from graders.protocol import CheckResult
from graders.spec.model import Board
from portal.audit.selectors import events_of
from portal.gradebook.board import standings_of
from tests.factories.boards import BOARD, an_optimization, enter
from tests.factories.grading import a_course, a_submission, an_enrollment, grade
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest():
    """An assignment with a board, and a machine to grade on."""
    course = a_course("w251", policy={"boards": ["hw06"]})
    return an_optimization(course), a_runner("cpu-01")


def hand_in(contest, who, accuracy, size, latency, **more):
    """Have somebody graded with these numbers."""
    assignment, runner = contest
    return enter(assignment, who, (accuracy, size, latency), runner, **more)


def rows(page):
    """The table's lines, as words."""
    text = re.sub(r"<svg.*?</svg>", "", page.content.decode(), flags=re.S)
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", text, flags=re.S)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def address(contest):
    return reverse("student:board", args=[contest[0].public_id])


def test_models_are_ranked_and_a_missed_gate_has_no_rank(contest, signed_in):
    alice, bob, carol = (an_enrollment(contest[0].course, n) for n in "abc")
    hand_in(contest, alice, 0.97, 160_000.0, 0.5)
    hand_in(contest, bob, 0.98, 400_000.0, 0.9)
    hand_in(contest, carol, 0.50, 100_000.0, 0.2, is_good=False)
    page = signed_in(alice.user).get(address(contest))
    mine, other, out = rows(page)
    assert mine.startswith("1 ") and "(you)" in mine and "160 kB 2.0×" in mine
    assert other.startswith("2 ") and "on it" in other
    assert out.startswith("– ") and "gate not met" in out
    assert "160 kB instead of 606 kB" in page.content.decode()


def test_students_see_no_names_and_no_points_of_others(contest, signed_in):
    alice = an_enrollment(contest[0].course, "Alice Moreno")
    bob = an_enrollment(contest[0].course, "Bob Ferrand")
    theirs = hand_in(contest, bob, 0.98, 400_000.0, 0.9)
    text = signed_in(alice.user).get(address(contest)).content.decode()
    assert "Bob" not in text and str(theirs.public_id) not in text
    assert "Points" not in text and "You are" in text


def test_staff_see_who_is_who(contest, signed_in):
    bob = an_enrollment(contest[0].course, "Bob Ferrand")
    tara = an_enrollment(contest[0].course, "tara", role="grader")
    theirs = hand_in(contest, bob, 0.98, 400_000.0, 0.9)
    text = signed_in(tara.user).get(address(contest)).content.decode()
    assert "Bob Ferrand" in text and str(theirs.public_id) in text
    assert "100.0" in text and "You are" not in text


def test_only_the_counting_submission_is_shown(contest, signed_in):
    alice = an_enrollment(contest[0].course, "alice")
    hand_in(contest, alice, 0.98, 160_000.0, 0.5)
    hand_in(contest, alice, 0.98, 100_000.0, 0.5, is_good=False)
    page = signed_in(alice.user).get(address(contest))
    assert len(rows(page)) == 1 and "160 kB" in rows(page)[0]


def test_a_submission_that_was_not_measured_is_not_on_it(contest, signed_in):
    assignment, runner = contest
    alice = an_enrollment(assignment.course, "alice")
    checks = (CheckResult("quality", True), CheckResult("size", True))
    grade(a_submission(assignment, alice), runner, measurements=(), checks=checks)
    assert (
        "No model here yet"
        in signed_in(alice.user).get(address(contest)).content.decode()
    )


@pytest.mark.parametrize("rule", ["per_day", "slip_days"])
def test_queries_do_not_grow_with_the_class(rule, signed_in, cost_of):
    late = [{"rule": rule, "grace_minutes": 0, "options": {"days": 2}}]
    course = a_course("w251", policy={"boards": ["hw06"], "late": late})
    contest = an_optimization(course), a_runner("cpu-01")
    alice = an_enrollment(course, "alice").user
    browser, costs = signed_in(alice), []
    for size in (2, 6):
        while contest[0].submissions.count() < size:
            hand_in(contest, an_enrollment(course), 0.98, 3e5, 0.7)
        costs.append(cost_of(alice, browser, address(contest)))
        assert len(rows(browser.get(address(contest)))) == size
    assert costs[0] == costs[1]


def test_an_assignment_without_a_board_has_no_such_page(term, signed_in):
    url = reverse("student:board", args=[term.homework.public_id])
    assert signed_in(term.alice).get(url).status_code == 404


def test_the_way_leads_from_the_course_and_from_the_assignment(contest, signed_in):
    assignment, _ = contest
    alice = an_enrollment(assignment.course, "alice")
    browser = signed_in(alice.user)
    page = browser.get(reverse("student:assignment", args=[assignment.public_id]))
    index = reverse("student:boards", args=[assignment.course.public_id])
    assert address(contest) in page.content.decode()
    assert index in page.content.decode()
    assert browser.get(index).url == address(contest)
    an_optimization(assignment.course, slug="hw10", title="Homework 10")
    listed = browser.get(index)
    assert listed.status_code == 200 and "Homework 10" in listed.content.decode()


def test_the_list_costs_the_same_however_many_there_are(contest, signed_in, cost_of):
    course = contest[0].course
    tara = an_enrollment(course, "tara", role="instructor").user
    index, costs = reverse("student:boards", args=[course.public_id]), []
    for slugs in (("b1", "b2"), ("b3", "b4", "b5")):
        for slug in slugs:
            an_optimization(course, slug=slug)
            draft = an_optimization(course, slug=f"{slug}-draft", title=f"{slug} soon")
            draft.published_version = None
            draft.save()
        costs.append(cost_of(tara, signed_in(tara), index))
    assert costs[0] == costs[1]
    assert "b5 soon" in signed_in(tara).get(index).content.decode()


def test_who_leaves_is_seen_by_staff_only_and_may_come_back(contest, signed_in):
    assignment, _ = contest
    people = [an_enrollment(assignment.course, n) for n in ("alice", "bob")]
    tara = an_enrollment(assignment.course, "tara", role="grader")
    hand_in(contest, people[0], 0.97, 160_000.0, 0.5)
    hand_in(contest, people[1], 0.98, 400_000.0, 0.9)
    alice, bob, staff = (signed_in(each.user) for each in (*people, tara))
    presence = reverse("student:board-presence", args=[assignment.public_id])

    for _ in range(2):  # the same again changes nothing
        assert alice.post(presence, {"away": "1"}).url == address(contest)
    page = alice.get(address(contest))
    assert len(rows(page)) == 1 and "only staff still see you" in page.content.decode()
    (theirs,) = rows(bob.get(address(contest)))
    assert theirs.startswith("1 ") and "(you)" in theirs
    seen = rows(staff.get(address(contest)))
    assert len(seen) == 2 and seen[1].startswith("– ") and "left the board" in seen[1]
    verbs = [event.verb for event in events_of(assignment)]
    assert verbs.count("board.left") == 1

    alice.post(presence, {"away": "0"})
    assert len(rows(bob.get(address(contest)))) == 2


def test_staff_have_no_place_to_leave(contest, signed_in):
    tara = an_enrollment(contest[0].course, "tara", role="grader")
    presence = reverse("student:board-presence", args=[contest[0].public_id])
    assert signed_in(tara.user).post(presence, {"away": "1"}).status_code == 404


def test_nobodys_rank_counts_who_left(contest, signed_in):
    assignment, _ = contest
    alice, bob = (an_enrollment(assignment.course, n) for n in ("alice", "bob"))
    hand_in(contest, alice, 0.97, 160_000.0, 0.5)
    hand_in(contest, bob, 0.98, 400_000.0, 0.9)
    presence = reverse("student:board-presence", args=[assignment.public_id])
    signed_in(alice.user).post(presence, {"away": "1"})
    standings = standings_of(assignment, Board(**BOARD))
    assert [(e.enrollment, e.rank) for e in standings.entries] == [(bob, 1)]
    assert [(e.enrollment, e.rank) for e in standings.left] == [(alice, None)]
