"""Comparisons and pairs as programs of staff read them."""

import pytest

from portal.marking.models import Plan
from tests.factories.alike import a_pair
from tests.factories.grading import an_enrollment

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(assignment, tara):
    people = [an_enrollment(assignment.course, name) for name in ("Ann", "Ben")]
    return a_pair(assignment, *people)


def pairs_of(pair, tara):
    return tara.get(f"/api/v1/similarity/{pair.comparison.public_id}/pairs/").json()


def test_staff_read_runs_and_their_pairs(pair, assignment, tara):
    listed = tara.get(f"/api/v1/assignments/{assignment.public_id}/similarity/").json()
    (run,) = listed["results"]
    assert (run["state"], run["pairs_in_all"], run["compared"]) == ("done", 1, 2)
    assert tara.get(run["pairs_url"]).json() == pairs_of(pair, tara)

    (found,) = pairs_of(pair, tara)["results"]
    assert (found["place"], found["state"]) == (1, "open")
    assert [side["name"] for side in found["sides"]] == ["Ann", "Ben"]
    assert found["sides"][0] == {
        "name": "Ann",
        "term": "",
        "submission": str(pair.first.submission.public_id),
        "share": 0.9,
        "tokens": 300,
        "lines": 40,
    }


def test_blind_hides_names_and_submissions(pair, assignment, tara):
    Plan.objects.create(assignment=assignment, is_blind=True)
    (found,) = pairs_of(pair, tara)["results"]
    assert [side["submission"] for side in found["sides"]] == [None, None]
    assert not {"Ann", "Ben"} & {side["name"] for side in found["sides"]}
