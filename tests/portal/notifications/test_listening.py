"""Each event of the diary is told on once, whoever dies, and whatever its order."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from portal.audit.models import Event
from portal.notifications import services
from portal.notifications.hearing import HEARERS
from portal.notifications.models import Ear, Heard, Notice
from portal.notifications.services import listening
from tests.factories.grading import NOON, a_submission, grade


@pytest.fixture
def graded(scene):
    grade(a_submission(scene.assignment, scene.alice), scene.runner)
    return scene


def test_what_is_heard_twice_is_told_once(graded):
    assert services.listen(now=NOON) == 1
    assert services.listen(now=NOON) == 0
    assert graded.said(graded.alice) == [
        "Submission 1 of “Homework 5” has been graded."
    ]


def test_a_worker_that_dies_in_the_middle_has_told_nothing(graded, monkeypatch):
    def dies(drafts, *, now):
        raise DatabaseError("the connection is gone")

    monkeypatch.setattr(listening, "tell", dies)
    with pytest.raises(DatabaseError):
        services.listen(now=NOON)
    assert not Heard.objects.exists() and not Notice.objects.exists()
    monkeypatch.undo()
    services.listen(now=NOON)
    assert len(graded.said(graded.alice)) == 1


def test_an_event_that_cannot_be_told_on_stops_no_other(graded, monkeypatch, caplog):
    grade(a_submission(graded.assignment, graded.bob), graded.runner)
    whole, seen = HEARERS["job.reported"], []

    def breaks_once(event):
        seen.append(event)
        if len(seen) == 1:
            raise KeyError("outcome")
        return whole(event)

    monkeypatch.setitem(HEARERS, "job.reported", breaks_once)
    services.listen(now=NOON)
    services.listen(now=NOON)
    assert len(seen) == 2  # and it is not tried for ever
    assert graded.said(graded.alice) == []
    assert len(graded.said(graded.bob)) == 1
    assert Heard.objects.get(is_failed=True).event_id == seen[0].pk
    assert "was not told on" in caplog.text


def test_an_event_that_appears_below_one_already_read_is_not_lost(graded):
    """As where two transactions took numbers in one order and ended in the other."""
    late = Event.objects.get(verb="job.reported")
    row = {f.attname: getattr(late, f.attname) for f in Event._meta.fields}
    late.delete()
    grade(a_submission(graded.assignment, graded.bob), graded.runner)
    services.listen(now=NOON)
    services.listen(now=NOON + timedelta(minutes=30))
    assert graded.said(graded.alice) == []
    Event.objects.create(**row)
    services.listen(now=NOON + timedelta(minutes=31))
    assert len(graded.said(graded.alice)) == 1


def test_the_bookmark_follows_an_hour_behind_and_forgets(graded):
    services.listen(now=NOON)
    newest = Event.objects.latest("pk").pk
    assert Ear.objects.get().floor < newest
    services.listen(now=NOON + timedelta(hours=2))
    assert Ear.objects.get().floor == newest
    assert not Heard.objects.exists()
    assert services.listen(now=NOON + timedelta(hours=3)) == 0


def test_what_is_two_weeks_old_when_it_is_heard_is_history(graded):
    assert services.listen(now=NOON + timedelta(days=15)) == 1
    assert graded.said(graded.alice) == []
