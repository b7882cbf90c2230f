"""The author's commands, in the process sandbox."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import docker
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

    var = Path(os.environ.get("ASSAY_VAR", ROOT / "var"))
    sandbox = choose_sandbox("process", runner_id="t", boot="t", var=var)
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
    assert (proof["format"], proof["version"]) == (2, path.stem)
    assert proof["sandbox"] == "process"
    assert [image["name"] for image in proof["images"]] == ["numpy", "judge"]
    assert proof["reference"]["runs"] == 3
    assert proof["reference"]["points"]["mean"] == 100
    assert proof["mutants"]["count"] >= 5
    assert proof["failures"] == []
    runs = {case["name"]: len(case["runs"]) for case in proof["cases"]}
    assert runs["reference"] == 3 and runs["starter"] == 1
    assert "protects nothing" in shown


def test_check_of_one_case_writes_no_proof(options, tmp_path):
    assert main(["check", str(LAYERS), "--only", "reference", *options]) == 0
    assert not (tmp_path / "proofs").exists()


def test_quick_is_the_reference_and_the_chosen_mutant_once(options, tmp_path):
    figures = tmp_path / "figures.json"
    args = ["check", str(LAYERS), "--quick", "--json", str(figures), *options]
    assert main(args) == 0
    (found,) = json.loads(figures.read_text())
    names = {case["name"]: len(case["runs"]) for case in found["cases"]}
    assert names == {"reference": 1, "mutants.forged-report": 1}
    assert found["is_fine"] and found["assignment"] == "hw01"
    assert not (tmp_path / "proofs").exists()


def test_every_case_is_repeated_and_its_stages_are_in_the_figures(options, tmp_path):
    figures = tmp_path / "figures.json"
    asked = ["--only", "forged", "--repeat", "2", "--json", str(figures)]
    assert main(["check", str(LAYERS), *asked, *options]) == 0
    ((case,),) = [found["cases"] for found in json.loads(figures.read_text())]
    assert [run["points"] for run in case["runs"]] == [0, 0]
    stages = {stage["name"]: stage for stage in case["runs"][0]["stages"]}
    assert set(stages) == {"public", "hidden", "judge"}
    assert stages["public"]["seconds"] > 0


@pytest.mark.parametrize("asked", [["--repeat", "0"], ["--quick", "--repeat", "2"]])
def test_nonsense_is_refused(asked, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["check", str(LAYERS), *asked])
    assert caught.value.code == 2


def test_a_mutant_that_scores_too_high_says_by_how_much(options, tmp_path, capsys):
    lab = shutil.copytree(LAYERS, tmp_path / "lab")
    expect = lab / "expect.toml"
    expect.write_text(expect.read_text().replace("[95, 95]", "[50, 90]"))
    assert main(["check", str(lab), "--only", "softmax-over", *options]) == 1
    shown = capsys.readouterr().out
    assert "95 points, not 50 to 90: 5 too many" in shown
    assert "Close the hole" in shown


def test_a_machine_that_cannot_grade_is_our_failure(options, monkeypatch, capsys):
    from graders.check import trying
    from graders.protocol import Outcome
    from tests.factories.graded import a_graded

    broken = a_graded([])
    broken = replace(broken, report=replace(broken.report, sentence="Too busy."))
    noisy = replace(broken.report, outcome=Outcome.RUNNER_FAILED)
    tries = []

    def fail(*args, **kwargs):
        tries.append(1)
        return replace(broken, report=noisy)

    monkeypatch.setattr(trying, "grade_folder", fail)
    monkeypatch.setattr(trying, "PAUSE_S", 0.0)
    assert main(["check", str(LAYERS), *options]) == 2
    assert len(tries) == 3
    assert "Too busy." in capsys.readouterr().out


def test_what_cannot_be_checked_stops_no_other(options, tmp_path, capsys):
    for name, lab in (("a", "broken"), ("b", "hw01")):
        course = tmp_path / "courses" / name
        shutil.copytree(LAYERS, course / lab)
        shutil.copyfile(LAYERS.parent / "course.toml", course / "course.toml")
    (tmp_path / "courses" / "a" / "broken" / "README.md").unlink()
    asked = ["check", str(tmp_path / "courses"), "--only", "exits-early"]
    assert main([*asked, *options]) == 1
    shown = capsys.readouterr().out
    assert "README.md: is missing" in shown
    assert "mutants.exits-early" in shown


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


@pytest.mark.docker
def test_a_check_that_is_told_to_stop_leaves_no_container(tmp_path):
    """A container of ours would run on for as long as the student's code does."""
    lab = shutil.copytree(LAYERS, tmp_path / "lab")
    (lab / "reference" / "layers.py").write_text("import time\ntime.sleep(60)\n")
    argv = ["check", str(lab), "--quick", "--sandbox", "docker", "--var", str(tmp_path)]
    check = subprocess.Popen([sys.executable, "-m", "graders", *argv], cwd=ROOT)
    engine = docker.from_env()
    label = {"label": f"assay.runner=local-{check.pid}"}
    wait_until(lambda: engine.containers.list(filters=label, ignore_removed=True))
    check.terminate()
    assert check.wait(60) == 130
    assert engine.containers.list(all=True, filters=label, ignore_removed=True) == []


def wait_until(is_so, seconds=60):
    for _ in range(seconds * 10):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to be so")
