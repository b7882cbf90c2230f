"""A changed rubric scores everybody anew, having shown what it does."""

from copy import deepcopy

import pytest

from portal.audit.models import Event
from portal.grading.models import Score
from portal.grading.services import rebuild_scores
from portal.lib.errors import InvalidError, RefusedError
from portal.marking.rubrics import preview_of, read_change
from portal.marking.services import apply_rubric
from tests.factories.grading import NOON
from tests.factories.marking import PARTLY, RUBRIC, the_check

FILE = "rubric.toml"


@pytest.fixture
def graded(klass):
    """Alice 6 of 10, Bob 8 of 10, Chidi's is open."""
    klass.assess(klass.submissions[0], chosen=PARTLY)
    klass.assess(klass.submissions[1])
    return klass


def changed(**points):
    """Return the rubric with other points for some items."""
    rubric = deepcopy(RUBRIC)
    for criterion in rubric["criteria"]:
        for item in criterion["items"]:
            item["points"] = points.get(item["name"], item["points"])
    return rubric


def scores():
    return list(Score.objects.order_by("submission").values_list("points", flat=True))


def apply(klass, rubric, **more):
    actor = more.pop("actor", klass.ines)
    why = "Named topics are half the work."
    return apply_rubric(
        klass.assignment, FILE, rubric, reason=why, actor=actor, now=NOON
    )


def test_a_preview_says_who_would_move_and_changes_nothing(graded):
    rubric = changed(**{"named-only": 3.0})
    found = preview_of(graded.assignment, FILE, rubric, now=NOON)
    (effect,) = found.effects
    assert (effect.name, effect.before, effect.after) == ("Alice Moreno", 6.0, 7.0)
    assert (found.up, found.down, found.waiting, found.same) == (1, 0, 0, 1)
    assert scores() == [96.0, 98.0, 90.0]


def test_applying_it_scores_everybody_and_a_rebuild_comes_to_the_same(graded):
    apply(graded, changed(**{"named-only": 3.0}))
    assert scores() == [97.0, 98.0, 90.0]
    assert rebuild_scores(now=NOON) == (3, 0)
    event = Event.objects.get(verb="rubric.applied")
    assert event.data["changed"] == 1


def test_an_answer_whose_level_is_gone_waits_for_a_person_again(graded):
    rubric = changed()
    levels = rubric["criteria"][0]["items"]
    rubric["criteria"][0]["items"] = [i for i in levels if i["name"] != "named-only"]
    found = apply(graded, rubric)
    assert (found.waiting, found.effects[0].after) == (1, None)
    assert scores() == [90.0, 98.0, 90.0]
    assert graded.paper(graded.submissions[0]).stations[0].state == "begun"


def test_one_can_go_back_to_what_the_file_says(graded):
    apply(graded, changed(**{"named-only": 3.0}))
    apply(graded, None)
    assert scores() == [96.0, 98.0, 90.0]
    assert not the_check(graded.assignment).is_edited


def test_only_instructors_change_it(graded):
    with pytest.raises(RefusedError):
        apply(graded, changed(), actor=graded.tara)


def test_what_is_no_rubric_is_said_with_every_problem(graded):
    check = the_check(graded.assignment)
    raw = {
        "criteria": [
            {"name": "a", "title": "A", "points": 4, "kind": "levels", "items": []}
        ]
    }
    with pytest.raises(InvalidError) as caught:
        read_change(raw, check, file=FILE)
    assert "has 0 rows; needed: 2" in caught.value.sentence
    assert "add up to 4" in caught.value.sentence
