"""Checks that no case fails are pointed out."""

from types import SimpleNamespace

from graders.check.deciding import idle_checks
from graders.protocol import CheckResult
from tests.factories.graded import a_check, a_graded, a_tried

GATE, SCORED = a_check("shape", "gate"), a_check("accuracy", "line", 0.9, 0.97)
CHECKS = (GATE, SCORED)
SPEC = SimpleNamespace(checks=CHECKS)


def tried(shape, accuracy):
    found = CheckResult("shape", passed=shape), CheckResult("accuracy", value=accuracy)
    return a_tried("mutants.one", a_graded(CHECKS, *found))


def names(*cases):
    return [note.sentence.split()[0] for note in idle_checks(SPEC, cases)]


def test_what_everybody_passes_decides_nothing():
    assert names(tried(True, 0.99)) == ["shape", "accuracy"]


def test_a_failed_gate_and_a_part_of_the_points_decide():
    assert names(tried(True, 0.95)) == ["shape"]
    assert names(tried(False, 0.95), tried(True, 0.5)) == []


def test_a_check_that_was_not_reached_decided_nothing():
    later = a_check("accuracy", "line", 0.9, 0.97, requires=("shape",))
    results = CheckResult("shape", passed=False), CheckResult("accuracy", value=0.1)
    run = a_graded((GATE, later), *results)
    spec = SimpleNamespace(checks=(GATE, later))
    (note,) = idle_checks(spec, [a_tried("mutants.one", run)])
    assert note.sentence.startswith("accuracy never decides")


def test_what_people_grade_is_theirs():
    spec = SimpleNamespace(checks=(a_check("note", "rubric", rubric="rubric.toml"),))
    assert idle_checks(spec, []) == []
