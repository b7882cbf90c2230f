import pytest

from graders.spec import spec_from_json
from portal.web.student.brief import facts
from tests.factories.grading import a_spec


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (None, "costs nothing"),
        ({"rule": "zero"}, "0 points after the due time"),
        (
            {"rule": "zero", "grace_minutes": 90},
            "0 points from 1 h 30 min after the due time",
        ),
        ({"rule": "gate"}, "not taken after the due time"),
        (
            {"rule": "per_day", "options": {"percent": 10.0, "max_days": 3}},
            "10 % less each begun day, 0 points after 3, after the due time",
        ),
        (
            {"rule": "slip_days", "options": {"days": 5, "most_each": 2}},
            "5 slip days in the term, at most 2 here, then 0 points after the due time",
        ),
        (
            {"rule": "slip_days", "options": {"days": 5, "percent": 20.0}},
            "5 slip days in the term, then 20 % less each begun day, "
            "after the due time",
        ),
    ],
)
def test_what_lateness_costs_is_a_sentence(rule, said):
    spec = spec_from_json(a_spec())
    policy = {"late": [{"grace_minutes": 0, **rule}] if rule else []}
    found = {fact.term: fact.text for fact in facts(spec, policy)}
    assert found["Late"] == said
