"""The author's commands, in the process sandbox."""

import json
import shutil
from pathlib import Path

import pytest

from graders.__main__ import main
from graders.check.handed_in import RefusedError, copy_submission
from graders.check.local import local_key
from graders.spec.model import Submit

ROOT = Path(__file__).resolve().parents[3]
LAYERS = ROOT / "courses" / "eecs182-fa22" / "hw01-layers-by-hand"


@pytest.fixture
def options(tmp_path, monkeypatch):
    """A var of the test's own that borrows the environments already built."""
    from graders.sandbox.choose import choose_sandbox

    sandbox = choose_sandbox("process", runner_id="t", boot="t", var=ROOT / "var")
    for image in ("judge", "numpy"):
        if not sandbox.is_present(image):
            sandbox.build(image, print)
    monkeypatch.setenv("ASSAY_PROOFS", str(tmp_path / "proofs"))
    return ["--sandbox", "process"]


def test_check_compares_every_case_and_writes_a_proof(options, tmp_path, capsys):
    assert main(["check", str(LAYERS), *options]) == 0
    shown = capsys.readouterr().out
    assert "NOT protected" in shown
    assert "mutants.forged-report" in shown
    (path,) = (tmp_path / "proofs").iterdir()
    proof = json.loads(path.read_text())
    assert proof["version"] == path.stem
    assert proof["sandbox"] == "process"
    assert {case["name"] for case in proof["cases"]} >= {"starter", "reference"}


def test_check_of_one_case_writes_no_proof(options, tmp_path):
    assert main(["check", str(LAYERS), "--only", "reference", *options]) == 0
    assert not (tmp_path / "proofs").exists()


def test_a_case_outside_its_range_is_exit_code_one(options, tmp_path, capsys):
    lab = shutil.copytree(LAYERS, tmp_path / "lab")
    expect = lab / "expect.toml"
    expect.write_text(expect.read_text().replace("[100, 100]", "[0, 50]"))
    assert main(["check", str(lab), "--only", "reference", *options]) == 1
    assert "100 points, not 0 to 50" in capsys.readouterr().out


def test_grade_shows_points_and_evidence(options, capsys):
    assert main(["grade", str(LAYERS), str(LAYERS / "starter"), *options]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("graded: 0 of 100 points")
    assert "NotImplementedError" in shown


def test_grade_speaks_json(options, capsys):
    args = ["grade", str(LAYERS), str(LAYERS / "reference"), "--json", *options]
    assert main(args) == 0
    assert json.loads(capsys.readouterr().out)["score"]["points"] == 100


def test_files_nobody_asked_for_are_refused(tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name in ("train.py", "weights.npz"):
        (source / name).write_text("x")
    with pytest.raises(RefusedError, match=r"weights\.npz"):
        copy_submission(source, target, Submit(("train.py",), ("*.py",)))
    copy_submission(source, target, Submit(("train.py",)), is_starter=True)
    assert [path.name for path in target.iterdir()] == ["train.py"]


def test_the_local_key_is_made_once_and_is_ours_alone(tmp_path):
    key = local_key(tmp_path)
    assert local_key(tmp_path) == key
    assert (tmp_path / "local.key").stat().st_mode & 0o777 == 0o600


def test_an_unknown_command_is_told_what_there_is(capsys):
    assert main(["grace"]) == 2
    assert "check" in capsys.readouterr().out
