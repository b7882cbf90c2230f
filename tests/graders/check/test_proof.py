"""A proof says what was tried, on what, and how that went."""

import json
from types import SimpleNamespace

import pytest

from graders.check.checking import Result
from graders.check.notes import failure, warning
from graders.check.proof import FORMAT, write_proof
from graders.check.searching import Searched
from graders.protocol import CheckResult
from portal.assignments import proofs
from tests.factories.graded import a_check, a_graded, a_stage, a_tried

CHECK = a_check("accuracy", "line", 0.9, 0.97)
SPEC = SimpleNamespace(digest="a" * 64, slug="hw05", title="T", checks=(CHECK,))


class Sandbox:
    """Knows its images."""

    def __init__(self, name="docker"):
        self.name, self.isolates = name, name != "process"

    def image_identity(self, image):
        return {"name": image, "digest": "d" * 64, "engine_id": "sha256:1"}


def a_run(accuracy):
    found = CheckResult("accuracy", value=accuracy)
    return a_graded([CHECK], found, stages=[a_stage()], seconds=30.0)


@pytest.fixture
def result():
    reference = a_tried("reference", *map(a_run, (0.96, 0.965, 0.97)))
    mutant = a_tried("mutants.weak", a_run(0.91))
    notes = (warning("Look at this.", "Do that."),)
    searched = Searched(("train-1",), 20_000)
    tried = (reference, mutant)
    return Result(SPEC, tried, notes, searched, ("numpy", "judge"), is_whole=True)


def write(folder, result, name="docker"):
    return json.loads(write_proof(folder, result, Sandbox(name)).read_text())


def test_the_portal_reads_what_is_written_here(result, tmp_path):
    proof = write(tmp_path, result)
    assert FORMAT == proofs.FORMAT == proof["format"]
    figures = proofs.figures_of(proof)
    assert figures.images == (("numpy", "d" * 64), ("judge", "d" * 64))
    assert (figures.runs, figures.mutants, figures.warnings) == (3, 1, 1)
    assert figures.points == pytest.approx(9.286, abs=0.01)  # of ten
    assert figures.mutants_most == pytest.approx(1.43)
    assert figures.seconds == 30.0


def test_it_has_the_spread_of_each_value_and_every_run(result, tmp_path):
    proof = write(tmp_path, result)
    (value,) = proof["reference"]["values"]
    assert value["check"] == "accuracy"
    assert value["mean"] == pytest.approx(0.965)
    assert value["sd"] == pytest.approx(0.005)
    assert value["standard_deviations"] == pytest.approx(0, abs=1e-6)
    assert proof["searched"] == {"stages": ["train-1"], "files": 20_000}
    assert [len(case["runs"]) for case in proof["cases"]] == [3, 1]
    run = proof["cases"][0]["runs"][0]
    assert run["peak_memory_mib"] == 100.0
    assert run["stages"][0]["limit_s"] == 60.0


def test_one_that_isolates_is_not_replaced_by_one_that_does_not(result, tmp_path):
    write(tmp_path, result)
    assert write(tmp_path, result, "process")["sandbox"] == "docker"
    (tmp_path / f"{SPEC.digest}.json").write_text("half of it")
    assert write(tmp_path, result, "process")["sandbox"] == "process"
    assert write(tmp_path, result)["sandbox"] == "docker"


def test_a_failure_makes_a_result_that_is_not_fine(result):
    assert result.is_fine
    notes = (*result.notes, failure("Wrong.", "Repair it."))
    spoiled = Result(SPEC, (), notes, Searched(), (), is_whole=True)
    assert not spoiled.is_fine
