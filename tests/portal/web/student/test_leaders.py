"""An autograder's leaderboard: in its own order, and who is who for staff only."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from graders.protocol import Standing
from portal.gradebook.leaders import Leader, Leaders, leaders_of
from portal.gradebook.presence import has_left
from tests.factories import grading, stated

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return stated.an_archive_lab()


def place(lab, who, *standings):
    """Have somebody graded, with these figures for the leaderboard."""
    person = grading.an_enrollment(lab.course, who)
    board = tuple(Standing(*one) for one in standings)
    submission = grading.a_submission(lab, person)
    statement = stated.a_statement(leaderboard=board)
    stated.state(submission, stated.a_runner(), statement)
    return person


def rows(page):
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", page.content.decode(), flags=re.S)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_the_first_column_orders_as_it_says(lab, signed_in):
    alice = place(lab, "Alice Moreno", ("Time", 3.5, "asc"), ("Stars", "***", "desc"))
    place(lab, "Bob Ferrand", ("Time", 1.5, "asc"))
    place(lab, "Carol Diaz")
    page = signed_in(alice.user).get(reverse("student:leaders", args=[lab.public_id]))
    first, second = rows(page)
    assert first.startswith("1 ") and first.endswith("1.5 –")
    assert second.startswith("2 ") and second.endswith("(you) 3.5 ***")
    assert "Bob" not in page.content.decode()


def test_staff_see_who_is_who(lab, signed_in):
    place(lab, "Alice Moreno", ("Time", 3.5, "asc"))
    tara = grading.an_enrollment(lab.course, "Tara", role="grader")
    page = signed_in(tara.user).get(reverse("student:leaders", args=[lab.public_id]))
    assert "Alice Moreno" in rows(page)[0]


def test_higher_is_better_unless_it_says_otherwise(lab):
    for who, value in (("a", 0.5), ("b", 0.9), ("c", "none")):
        place(lab, who, ("Accuracy", value))
    found = [one.values["Accuracy"] for one in leaders_of(lab).entries]
    assert found == [0.9, 0.5, "none"]


def test_queries_do_not_grow_with_the_class(lab, signed_in, cost_of):
    alice = place(lab, "a", ("Time", 1.0)).user
    address = reverse("student:leaders", args=[lab.public_id])
    browser, costs = signed_in(alice), []
    for more in ("", "bcd"):
        for who in more:
            place(lab, who, ("Time", 2.0))
        costs.append(cost_of(alice, browser, address))
        assert len(rows(browser.get(address))) == 1 + len(more)
    assert costs[0] == costs[1]


def test_who_leaves_is_seen_by_staff_only_and_may_come_back(lab, signed_in):
    people = [place(lab, who, ("Time", at)) for who, at in (("a", 9.0), ("b", 5.0))]
    tara = grading.an_enrollment(lab.course, "Tara", role="grader")
    alice, bob, staff = (signed_in(each.user) for each in (*people, tara))
    address = reverse("student:leaders", args=[lab.public_id])
    presence = reverse("student:board-presence", args=[lab.public_id])

    assert alice.post(presence, {"away": "1"}).url == address
    page = alice.get(address)
    assert "only staff still see you" in page.content.decode()
    (theirs,) = rows(bob.get(address))
    assert theirs.startswith("1 ") and "(you)" in theirs
    first, second = rows(staff.get(address))
    assert first.startswith("1 ") and second.startswith("– ")
    assert "left the board" in second and "left the board" not in first

    alice.post(presence, {"away": "0"})
    assert len(rows(bob.get(address))) == 2


def test_a_team_has_one_name_and_any_of_it_may_take_it_off(lab):
    one, other = (grading.an_enrollment(lab.course, who) for who in ("a", "b"))
    leader = Leader((one, other), "Rowan", uuid4(), {})
    leaders = Leaders(("Time",), (leader,), {one.pk: "Rowan", other.pk: "Sorrel"})
    assert leaders.name_of(other) == "Rowan"
    assert has_left(leader.whose, frozenset({str(other.public_id)}))
    assert not has_left(leader.whose, frozenset())


def test_only_an_archive_has_one(signed_in):
    plain = grading.an_assignment()
    alice = grading.an_enrollment(plain.course, "a")
    address = reverse("student:leaders", args=[plain.public_id])
    assert signed_in(alice.user).get(address).status_code == 404
