"""Whose move it is when a model file, or the supplied one, is no good."""

import base64
import shutil
from pathlib import Path

import pytest

from graders.check.local import grade_folder
from graders.protocol import Outcome
from graders.spec import load_assignment

LAB = Path(__file__).resolve().parents[4] / "courses/eecs182-fa22/hw10-pruning"
ZIP = b"PK\x03\x04 and the rest"


@pytest.fixture
def lab(tmp_path):
    """A copy of a real lab, to be spoilt."""
    shutil.copytree(LAB, tmp_path / "lab", ignore=shutil.ignore_patterns("mutants"))
    return tmp_path / "lab"


@pytest.fixture
def onnx(sandbox_of):
    """The containers, with the image this family needs."""
    sandbox = sandbox_of("docker")
    if not sandbox.is_present("onnx"):
        sandbox.build("onnx", print)
    return sandbox


def grade(lab, sandbox, **files):
    handed_in = lab.parent / "handed-in"
    handed_in.mkdir()
    for name, data in files.items():
        (handed_in / f"{name}.onnx").write_bytes(data)
    graded = grade_folder(
        load_assignment(lab),
        handed_in,
        sandbox=sandbox,
        key=b"tests",
        logs=lab.parent / "logs",
    )
    return graded.report


@pytest.mark.docker
def test_a_file_that_is_missing_is_named(lab, onnx):
    report = grade(lab, onnx)
    assert report.outcome is Outcome.UNGRADABLE
    assert report.sentence == "model.onnx is missing."


@pytest.mark.docker
def test_a_file_that_is_no_model_costs_nothing_and_is_not_executed(lab, onnx):
    report = grade(lab, onnx, model=ZIP)
    assert report.outcome is Outcome.UNGRADABLE
    assert report.sentence == "model.onnx is a zip archive, not an ONNX model."
    assert "onnx.save" in report.hint
    ran = {stage.name: stage.cause for stage in report.stages}
    assert ran["inspect"] == "exited" and ran["engine"] == "skipped"
    log = (lab.parent / "logs" / "inspect.log").read_text()
    assert "zip archive" in log


@pytest.mark.docker
def test_a_supplied_model_that_is_not_there_is_the_staffs_to_mend(lab, onnx):
    (lab / "starter/data/dense.onnx").unlink()
    report = grade(lab, onnx, model=ZIP)
    assert report.outcome is Outcome.LAB_BROKEN
    assert "dense.onnx" in report.staff_note and "dense" not in report.sentence


@pytest.mark.docker
def test_a_supplied_model_that_is_no_model_is_the_staffs_to_mend(lab, onnx):
    good = (lab / "reference/model.onnx").read_bytes()
    (lab / "starter/data/dense.onnx").write_bytes(ZIP)
    report = grade(lab, onnx, model=good)
    assert report.outcome is Outcome.LAB_BROKEN
    assert "RefusedError" in report.staff_note


@pytest.mark.docker
def test_a_model_that_computes_for_too_long_is_stopped(lab, onnx, in_image):
    toml = lab / "assignment.toml"
    limited = toml.read_text().replace('tier = "T2"', 'tier = "T2"\nseconds = 2')
    toml.write_text(limited)
    report = grade(lab, onnx, model=base64.b64decode(in_image("slow_model")))
    assert report.outcome is Outcome.TIMEOUT
    assert "was stopped after 2 seconds" in report.sentence


@pytest.mark.docker
def test_a_machine_that_is_too_noisy_is_nobodys_fault(lab, onnx):
    judge = lab / "judge.py"
    noise = 'raise TooNoisyError("the reference moved by 30 %")'
    text = judge.read_text().replace(
        "    tried.expect_operators", f"    {noise}\n    #"
    )
    judge.write_text(f"from graders.judge.errors import TooNoisyError\n{text}")
    assert noise in text
    model = (lab / "reference/model.onnx").read_bytes()
    report = grade(lab, onnx, model=model)
    assert report.outcome is Outcome.RUNNER_FAILED
    assert "too busy to time" in report.sentence
    assert report.staff_note == "the reference moved by 30 %"
