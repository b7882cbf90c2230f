"""Registers, slots and ratings by programs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.gradebook.models import LedgerEntry
from portal.gradebook.services import release
from tests.factories.grading import an_enrollment
from tests.factories.meetings import (
    a_peer_rating,
    a_presentation,
    a_session,
    a_slot,
    an_attendance,
)
from tests.factories.teams import a_team
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db
JSON = "application/json"


def send(program, url, **body):
    return program.post(url, body, content_type=JSON)


@pytest.fixture
def registers(course):
    a_session(course, 1, timezone.now() - timedelta(hours=1))
    return f"/api/v1/assignments/{an_attendance(course).public_id}/attendance/"


@pytest.fixture
def talk(course):
    return a_presentation(course)


@pytest.fixture
def slot(talk, course):
    now = timezone.now()
    return a_slot(talk, a_session(course, 1, now + timedelta(days=5)), now=now)


def test_a_register_is_read_taken_and_taken_back(tara, alice, bob, registers):
    read = tara.get(f"{registers}1/").json()
    assert [line["mark"] for line in read["lines"]] == [None, None]
    marks = [{"email": "ALICE@example.edu", "mark": "excused", "reason": "Ill."}]
    taken = send(
        tara, f"{registers}1/", seen=read["seen"], marks=marks, rest="present"
    ).json()
    held = {line["student"]["name"]: line["mark"] for line in taken["lines"]}
    assert {name: mark["mark"] for name, mark in held.items()} == {
        "Alice": "excused",
        "Bob": "present",
    }
    own = alice.get(f"{registers}own/").json()
    assert own["share"]["value"] is None
    assert [(m["mark"], m["reason"]) for m in own["marks"]] == [("excused", "Ill.")]
    whole = tara.get(registers).json()
    assert whole["sessions"][0]["counts"] == {"excused": 1, "present": 1}
    assert [one["share"]["value"] for one in whole["students"]] == [None, 1.0]
    assert LedgerEntry.objects.get().points == 10

    undone = tara.post(f"/api/v1/marks/{held['Bob']['id']}/undo/")
    assert undone.json()["undoes"] == held["Bob"]["id"]
    assert bob.get(f"{registers}own/").json()["marks"] == []


def test_who_saw_an_older_register_is_told_and_nothing_is_written(
    tara, alice, registers
):
    marks = [{"email": "alice@example.edu", "mark": "absent"}]
    assert send(tara, f"{registers}1/", seen=0, marks=marks).status_code == 200
    marks = [{"email": "alice@example.edu", "mark": "present"}]
    again = send(tara, f"{registers}1/", seen=0, marks=marks)
    assert "marked Alice absent" in problem(again, 409, "stale")["detail"]
    nonsense = [{"email": "alice@example.edu", "mark": "asleep"}]
    problem(send(tara, f"{registers}1/", seen=0, marks=nonsense), 400, "invalid")


def test_rest_leaves_who_is_marked_already(tara, alice, registers):
    marks = [{"email": "alice@example.edu", "mark": "absent"}]
    seen = send(tara, f"{registers}1/", seen=0, marks=marks).json()["seen"]
    after = send(tara, f"{registers}1/", seen=seen, rest="present").json()
    assert [line["mark"]["mark"] for line in after["lines"]] == ["absent"]


def test_a_slot_is_taken_waited_for_and_left(alice, bob, tara, talk, slot):
    slots = f"/api/v1/assignments/{talk.public_id}/slots/"
    [line] = alice.get(slots).json()
    assert (line["free"], line["waiting"], line["can_take"]) == (1, 0, True)
    taken = alice.post(line["urls"]["take"]).json()
    assert (taken["own"]["is_waiting"], taken["people"]) == (False, [])
    waits = bob.post(line["urls"]["take"]).json()
    assert (waits["own"]["is_waiting"], waits["own"]["position"]) == (True, 1)
    problem(alice.post(line["urls"]["take"]), 409, "conflict")

    [seen] = tara.get(slots).json()
    assert [one["student"]["name"] for one in seen["people"]] == ["Alice", "Bob"]
    assert alice.post(taken["urls"]["leave"]).json()["own"] is None
    [after] = bob.get(slots).json()
    assert after["own"]["is_waiting"] is False


def test_staff_open_fill_and_close_slots(tara, alice, course, talk, slot, program):
    slots = f"/api/v1/assignments/{talk.public_id}/slots/"
    made = send(tara, slots, unit=1, role="Argues", places=2)
    assert made.status_code == 201
    base = f"/api/v1/slots/{made.json()['id']}/"
    filled = send(tara, f"{base}assign/", email="alice@example.edu").json()
    [place] = filled["people"]
    problem(tara.post(f"{base}close/"), 409, "conflict")
    narrow = program(tara.person, ("read", "submit"))
    assert narrow.get(slots).json()[0]["people"] == []
    problem(narrow.post(place["urls"]["leave"]), 403, "scope_missing")
    assert tara.post(place["urls"]["leave"]).json()["people"] == []
    assert tara.post(f"{base}close/").status_code == 204


def test_members_rate_each_other_and_staff_enter_the_grades(alice, bob, tara, course):
    due = {"at": None, "session": 1, "offset": 0, "days": 0}
    session = a_session(course, 1, timezone.now() + timedelta(hours=1))
    rating = a_peer_rating(course, due=due)
    a_team(rating, *course.enrollments.filter(role="student"))
    url = f"/api/v1/assignments/{rating.public_id}/rating"
    [other] = alice.get(f"{url}/").json()["missing"]
    assert other["email"] == "bob@example.edu"

    def rate(program, email, points):
        said = {"email": email, "points": points, "sentence": "Did it."}
        return send(program, f"{url}/", ratings=[said])

    problem(rate(alice, "tara@example.edu", 5), 400, "invalid")
    problem(rate(alice, "bob@example.edu", 6), 400, "invalid")
    assert rate(alice, "Bob@example.edu", 4).json()["missing"] == []
    problem(rate(alice, "bob@example.edu", 4), 409, "conflict")
    problem(tara.post(f"{url}s/enter/"), 409, "conflict")

    session.starts_at -= timedelta(days=1)
    session.save()
    problem(rate(bob, "alice@example.edu", 4), 409, "conflict")
    [team] = tara.get(f"{url}s/").json()
    received = {one["student"]["name"]: one for one in team["members"]}
    assert (received["Bob"]["mean"], received["Alice"]["mean"]) == (4.0, None)
    assert received["Bob"]["received"][0]["by"] == "alice@example.edu"
    assert tara.post(f"{url}s/enter/").json() == {"kept_by_hand": 0}
    assert LedgerEntry.objects.get(kind="override").points == 8
    assert bob.get(f"{url}/").json()["mean"] is None
    ines = an_enrollment(course, "Ines", "instructor").user
    release(rating, reason="Done.", actor=ines, now=timezone.now())
    assert bob.get(f"{url}/").json()["mean"] == 4.0
