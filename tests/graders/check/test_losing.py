"""Too few points come with the checks that were not met, and what was found."""

from graders.check.losing import MOST, lost_by
from graders.protocol import CheckResult, Evidence
from tests.factories.graded import a_check, a_graded


def test_each_check_that_was_not_met_says_what_was_found():
    found = a_graded(
        [a_check("budget", "gate"), a_check("sum"), a_check("mean")],
        CheckResult("budget", False, evidence=(Evidence(got="129\n numbers."),)),
        CheckResult("sum", True),
        CheckResult("mean", False),
    )
    said = "Not met: budget (129 numbers), mean (failed)."
    assert lost_by(found) == said


def test_who_met_everything_lost_by_nothing():
    assert lost_by(a_graded([a_check("sum")], CheckResult("sum", True))) == ""


def test_a_long_list_and_a_long_word_are_cut():
    checks = [a_check(f"c{n}") for n in range(MOST + 2)]
    results = [
        CheckResult(check.name, False, evidence=(Evidence(got="x" * 900),))
        for check in checks
    ]
    said = lost_by(a_graded(checks, *results))
    assert said.endswith("…), and 2 more.") and len(said) < 1000
