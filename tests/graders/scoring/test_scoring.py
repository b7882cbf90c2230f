"""Points are bounded, monotone, exact at the ends, and the same every time."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.protocol import CheckResult
from graders.scoring import CURVES, CurveError, curve_problem, curve_share, score
from graders.spec.model import Check, Curve
from graders.spec.wire import _plain

finite = st.floats(allow_nan=False, allow_infinity=False)

lines = st.tuples(finite, finite).filter(lambda ends: not curve_problem("line", ends))

GATE = Check("shape", "Shape", Curve("gate"))
ACCURACY = Check(
    "accuracy", "Accuracy", Curve("line", (0.9, 0.97)), 90.0, requires=("shape",)
)
NOTE = Check("note", "Why", Curve("rubric"), 10.0, rubric="rubric.toml")
CHECKS = (ACCURACY, GATE, NOTE)  # what is required may come later


def states(*results):
    return [line.state for line in score(CHECKS, results).lines]


@given(lines, finite)
def test_a_share_is_between_nothing_and_all(ends, value):
    assert 0.0 <= curve_share("line", ends, value=value) <= 1.0


@given(lines)
def test_a_line_is_exact_at_its_ends(ends):
    assert curve_share("line", ends, value=ends[0]) == 0.0
    assert curve_share("line", ends, value=ends[1]) == 1.0


@given(lines, finite, finite)
def test_a_better_value_never_earns_less(ends, one, other):
    better, worse = max(one, other), min(one, other)
    if ends[0] > ends[1]:
        better, worse = worse, better
    gained = curve_share("line", ends, value=better)
    assert gained >= curve_share("line", ends, value=worse)


@given(st.lists(st.tuples(st.floats(0.5, 100), st.floats(0, 1)), max_size=8))
def test_a_score_never_passes_its_maximum(pairs):
    checks = [
        Check(f"c{i}", "C", Curve("line", (0.0, 1.0)), points)
        for i, (points, _) in enumerate(pairs)
    ]
    results = [CheckResult(f"c{i}", value=value) for i, (_, value) in enumerate(pairs)]

    found = score(checks, results)

    assert 0.0 <= found.points <= found.max_points
    assert found == score(checks, results)


@given(st.lists(st.sampled_from(["shape", "accuracy", "note", "other"])))
def test_any_results_give_every_check_one_line(names):
    found = score(CHECKS, [CheckResult(name, passed=True) for name in names])
    assert [line.name for line in found.lines] == ["accuracy", "shape", "note"]


def test_a_met_requirement_lets_the_value_count():
    found = score(
        CHECKS,
        [CheckResult("shape", passed=True), CheckResult("accuracy", value=0.935)],
    )
    assert [line.state for line in found.lines] == [
        "partly",
        "gate_passed",
        "with_staff",
    ]
    assert (found.points, found.max_points, found.pending_points) == (45.0, 100.0, 10.0)


@pytest.mark.parametrize("gate", [[], [CheckResult("shape", passed=False)]])
def test_an_unmet_requirement_earns_nothing(gate):
    found = score(CHECKS, [*gate, CheckResult("accuracy", value=1.0)])
    assert found.lines[0].state == "not_run"
    assert found.points == 0.0


def test_requirements_reach_through_others():
    last = Check("last", "Last", Curve("credit"), 5.0, requires=("accuracy",))
    results = [CheckResult("accuracy", value=1.0), CheckResult("last", passed=True)]

    assert score([last, *CHECKS], results).points == 0.0
    assert score(
        [last, *CHECKS], [CheckResult("shape", passed=True), *results]
    ).points == pytest.approx(95.0)


def test_a_cycle_earns_nothing_and_ends():
    one = Check("one", "One", Curve("credit"), 5.0, requires=("two",))
    two = Check("two", "Two", Curve("credit"), 5.0, requires=("one",))
    results = [CheckResult("one", passed=True), CheckResult("two", passed=True)]
    assert score([one, two], results).points == 0.0


def test_what_was_not_found_is_not_run_and_what_people_grade_waits():
    assert states() == ["not_run", "not_run", "with_staff"]


def test_people_give_a_share_of_a_rubric_check():
    found = score([NOTE], [CheckResult("note", value=0.25)])
    assert (found.points, found.pending_points) == (2.5, 0.0)
    assert found.lines[0].state == "partly"


def test_a_failed_check_earns_nothing_whatever_its_value():
    assert curve_share("line", (0.0, 1.0), passed=False, value=1.0) == 0.0


def test_halves_go_to_even_cents():
    thirds = [Check(f"c{i}", "C", Curve("line", (0.0, 1.0)), 1.0) for i in range(3)]
    results = [CheckResult(check.name, value=1 / 3) for check in thirds]
    assert score(thirds, results).points == 1.0

    check = Check("c", "C", Curve("line", (0.0, 1.0)), 0.25)
    assert score([check], [CheckResult("c", value=0.5)]).points == 0.12


def test_checks_may_be_json():
    results = [CheckResult("shape", passed=True), CheckResult("accuracy", value=0.95)]
    assert score(_plain(CHECKS), results) == score(CHECKS, results)


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("steps", ()),
        ("gate", (1.0,)),
        ("line", (1.0,)),
        ("line", (1.0, 1.0)),
        ("line", (0.0, math.nan)),
        ("line", (-1e308, 1e308)),
    ],
)
def test_a_curve_that_makes_no_sense_is_refused(kind, numbers):
    assert curve_problem(kind, numbers)
    with pytest.raises(CurveError):
        curve_share(kind, numbers, value=1.0)


def test_every_curve_says_how_it_is_written():
    assert all(rule.written for rule in CURVES.values())
