"""Asking, notes and what happens when a worker dies."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from portal.audit.models import Event
from portal.lib.errors import ConflictError, NotFoundError, RefusedError
from portal.lib.together import together
from portal.similarity import services
from portal.similarity.models import Case, Comparison, Note
from portal.similarity.selectors import waiting_of, waiting_part
from tests.factories.alike import a_pair, some_pairs
from tests.factories.grading import NOON, a_person, an_enrollment


@pytest.fixture
def pair(lab, tara):
    return a_pair(lab, *(an_enrollment(lab.course, n) for n in ("alice", "bob")))


def ask(lab, actor):
    return services.ask_for_comparison(lab, with_earlier=False, actor=actor, now=NOON)


def noted(pair, actor, state="nothing", text="Seen."):
    return services.write_note(pair, state=state, text=text, actor=actor, now=NOON)


def test_only_staff_ask_and_only_once(lab, tara):
    with pytest.raises(NotFoundError):
        ask(lab, a_person("oscar"))
    asked = ask(lab, tara)
    with pytest.raises(ConflictError):
        ask(lab, tara)
    assert Event.objects.get(verb="similarity.asked").object_id == str(asked.public_id)


def test_a_dead_workers_comparison_is_begun_again_once(lab, tara):
    asked = ask(lab, tara)
    hour = timedelta(hours=1)
    Comparison.objects.filter(pk=asked.pk).update(
        state="running", begun_at=NOON, tries=1
    )
    assert services.compare_waiting(now=NOON + timedelta(minutes=5)) is None

    again = services.compare_waiting(now=NOON + hour)
    assert again.tries == 2 and again.state == "failed"  # nobody handed in

    Comparison.objects.filter(pk=asked.pk).update(
        state="running", begun_at=NOON, ended_at=None, tries=2, problem=""
    )
    assert services.compare_waiting(now=NOON + hour) is None
    asked.refresh_from_db()
    assert asked.state == "failed" and "operators" in asked.problem


def test_notes_are_only_added_and_the_newest_says_the_state(pair, tara, ines):
    noted(pair, tara)
    noted(pair, ines, "further", "Talked to both.")
    pair.case.refresh_from_db()
    assert pair.case.state == "further"
    assert [n.state for n in Note.objects.all()] == ["nothing", "further"]
    for change in (
        lambda: Note.objects.update(text="x"),
        lambda: Note.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_graders_do_not_take_a_case_further_nor_back(pair, tara, ines):
    with pytest.raises(RefusedError):
        noted(pair, tara, "further")
    noted(pair, ines, "further")
    with pytest.raises(RefusedError):
        noted(pair, tara, "nothing")
    noted(pair, tara, "further", "One more thing.")
    assert Case.objects.get().state == "further"


def waiting_pairs(course):
    return waiting_of(together(waiting_part(course)))


def test_what_waits_is_open_and_above_the_threshold_of_the_newest(lab, tara, ines):
    people = [an_enrollment(lab.course) for _ in range(8)]
    some_pairs(lab, [people[:2]], most=0.99)  # an older comparison
    some_pairs(lab, [people[2:4]], most=0.5)
    assert waiting_pairs(lab.course) == []

    found = some_pairs(lab, [people[4:6], people[6:8]], most=0.7)
    (waiting,) = waiting_pairs(lab.course)
    assert (waiting.slug, waiting.count) == (lab.slug, 2)
    noted(found[0], tara)
    assert waiting_pairs(lab.course)[0].count == 1

    services.set_threshold(lab, 71, actor=ines, now=NOON)
    assert waiting_pairs(lab.course) == []
