"""How far the reference is from losing points."""

from types import SimpleNamespace

import pytest

from graders.check.spread import Spread, distance_to_loss, thin_margins, values_of
from graders.protocol import CheckResult
from graders.scoring import curve_share
from tests.factories.graded import a_check, a_graded


def distance(kind, numbers, at):
    return distance_to_loss(lambda v: curve_share(kind, numbers, value=v), at)


@pytest.mark.parametrize(
    ("kind", "numbers", "at", "wanted"),
    [
        ("line", (0.90, 0.97), 0.98, 0.01),
        ("line", (60, 30), 9.0, 21.0),  # lower is better
        ("bonus", (0.90, 0.97), 0.98, 0.01),
        ("knots", (0.5, 0, 0.8, 50, 0.9, 100), 0.95, 0.05),
        ("bands", (10, 0, 5, 50, 2, 100), 1.0, 1.0),
        ("bands", (10, 0, 5, 50, 2, 100), 3.0, 2.0),  # the next band down
        ("ratio", (1.2, 10), 1.0, 0.2),
    ],
)
def test_it_is_found_on_every_curve(kind, numbers, at, wanted):
    assert distance(kind, numbers, at) == pytest.approx(wanted, rel=1e-6)


def test_on_a_slope_any_step_costs():
    assert distance("line", (0.90, 0.97), 0.95) == pytest.approx(0, abs=1e-6)


def test_what_earns_nothing_can_lose_nothing_more():
    assert distance("line", (0.90, 0.97), 0.5) == 0.0


def test_a_share_that_never_falls_has_no_distance():
    assert distance_to_loss(lambda value: 1.0, 5.0) is None


def test_a_single_run_has_no_spread():
    assert Spread.of([4.0]) == Spread(4.0, None, 4.0, 4.0)
    assert Spread.of([1.0, 2.0, 3.0]) == Spread(2.0, 1.0, 1.0, 3.0)


def reference(check, *values):
    runs = [a_graded([check], CheckResult(check.name, value=v)) for v in values]
    return values_of(SimpleNamespace(checks=(check,)), runs)


def test_three_standard_deviations_are_enough():
    check = a_check("accuracy", "line", 0.90, 0.97)
    (far,) = reference(check, 0.979, 0.980, 0.981)
    assert far.sds == pytest.approx(10, rel=1e-3)
    assert thin_margins([far]) == []


def test_a_thin_margin_is_said_in_standard_deviations():
    check = a_check("accuracy", "line", 0.90, 0.97)
    (note,) = thin_margins(reference(check, 0.971, 0.9751, 0.979))
    assert "1.3 standard deviations" in note.sentence
    assert not note.is_failure and note.todo


def test_a_reference_on_the_slope_is_told_so():
    check = a_check("accuracy", "line", 0.90, 1.0)
    (note,) = thin_margins(reference(check, 0.94, 0.95, 0.96))
    assert "gets 5.0 of 10 points" in note.sentence


def test_a_value_that_never_varies_warns_of_nothing():
    check = a_check("bytes", "line", 200, 100)
    assert thin_margins(reference(check, 120, 120, 120)) == []


def test_nobody_has_to_be_sure_of_a_bonus():
    check = a_check("extra", "bonus", 0.90, 0.97)
    assert thin_margins(reference(check, 0.94, 0.95, 0.96)) == []


def test_gates_and_checks_without_a_number_have_no_margin():
    gate, credit = a_check("shape", "gate"), a_check("relu")
    assert reference(gate, 1.0, 1.0) == []
    run = a_graded([credit], CheckResult("relu", passed=True))
    assert values_of(SimpleNamespace(checks=(credit,)), [run]) == []
