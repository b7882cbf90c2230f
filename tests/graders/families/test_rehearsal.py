"""What runs again without a judge, family by family."""

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from graders.check.local import LocalFeed, grade_folder
from graders.families import rehearse_job
from graders.protocol import Outcome
from graders.spec import load_assignment
from tests.graders.families.tiny import GOOD_PREDICT, GOOD_TRAIN

COURSES = Path(__file__).resolve().parents[3] / "courses"


def rehearsed(tiny, **files):
    """Run the public part of an assignment with these files handed in."""
    handed_in = tiny.folder.parent / "handed-in"
    handed_in.mkdir()
    for name, source in files.items():
        (handed_in / f"{name}.py").write_text(source)
    return at_home(tiny.folder, handed_in, tiny.sandbox, tiny.folder.parent)


def at_home(lab, handed_in, sandbox, place, **more):
    """Run what needs no judge, in the image of the student's own stages."""
    return grade_folder(
        load_assignment(lab),
        handed_in,
        sandbox=sandbox,
        key=b"tests",
        logs=place / "logs",
        adjust=lambda lease: replace(lease, judge_image=lease.image),
        run=rehearse_job,
        **more,
    )


@pytest.fixture
def engine(sandbox_of):
    """Containers, with the images that are asked for."""

    def with_images(*images):
        sandbox = sandbox_of("docker")
        for image in images:
            if not sandbox.is_present(image):
                sandbox.build(image, print)
        return sandbox

    return with_images


def test_trainings_run_with_their_seeds_and_leave_the_model(tiny):
    graded = rehearsed(tiny.training(), train=GOOD_TRAIN, predict=GOOD_PREDICT)
    report = graded.report
    assert report.outcome is Outcome.GRADED
    assert [stage.name for stage in report.stages] == ["train-1"]
    assert report.checks == ()
    assert (graded.logs / "model-1.npz").is_file()


def test_a_training_that_fails_says_which_and_by_which_seed(bare):
    train = "raise SystemExit(3)\n"
    report = rehearsed(bare.training(), train=train, predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.UNGRADABLE
    seed = report.seeds[0]
    assert f"train.py (training 1 of 1, seed {seed}) ended with" in report.sentence


PRACTISING = """
import sys, numpy as np
data, out = (sys.argv[sys.argv.index(name) + 1] for name in ("--data", "--out"))
np.savez(out + "/model.npz", w=np.load(data + "/practice.npz")["x"])
"""
PRACTICE_JUDGE = """
import numpy as np
from graders.judge import Training
training = Training()

@training.practice
def practice(seed, k):
    return {"x": np.arange(3) + k}

@training.check("seen")
def seen(run):
    run.expect_finite_model()

@training.check("unseen")
def unseen(run):
    run.expect_finite_model()
"""
PRACTICE = 'practice = true\nanswers = "model"\nseeds = 2\n'


def practising(lab):
    return lab.training(judge=PRACTICE_JUDGE, use="", more=PRACTICE)


def test_what_was_drawn_in_a_grading_is_practised_on_at_home(bare, tmp_path):
    lab = practising(bare)
    graded = lab.grade(train=PRACTISING)
    assert (graded.report.outcome, graded.score.points) == (Outcome.GRADED, 10)
    drawn = sorted(graded.logs.glob("practice-*.npz"))
    assert [path.name for path in drawn] == ["practice-1.npz", "practice-2.npz"]
    (tmp_path / "again").mkdir()
    again = at_home(
        lab.folder,
        tmp_path / "handed-in",
        lab.sandbox,
        tmp_path / "again",
        more_public=drawn,
    )
    assert (again.report.outcome, again.report.sentence) == (Outcome.GRADED, "")
    assert sorted(path.name for path in again.logs.glob("model-*.npz")) == [
        "model-1.npz",
        "model-2.npz",
    ]


def test_without_it_the_public_example_is_practised_on_and_that_is_said(bare):
    lab = practising(bare)
    example = lab.folder / "starter/data/practice.npz"
    example.parent.mkdir(parents=True)
    shutil.copyfile(COURSES / "w251/hw11-cartpole/starter/data/practice.npz", example)
    train = PRACTISING.replace('np.load(data + "/practice.npz")["x"]', "np.ones(3)")
    report = rehearsed(lab, train=train).report
    assert report.outcome is Outcome.GRADED
    assert report.sentence.startswith("Practised on the public practice.npz")


def test_without_either_nothing_is_trained(bare):
    report = rehearsed(practising(bare), train=PRACTISING).report
    assert report.outcome is Outcome.UNGRADABLE
    assert "the judge is not here" in report.sentence
    assert "bundle" in report.hint


def test_functions_are_imported_as_the_judge_would_and_not_called(tiny):
    report = rehearsed(tiny.functions(), work="def double(x): return 1 / 0\n").report
    assert report.outcome is Outcome.GRADED
    assert [stage.name for stage in report.stages] == ["import"]


def test_files_that_do_not_import_say_where(bare):
    report = rehearsed(bare.functions(), work="def double(x:\n").report
    assert report.outcome is Outcome.UNGRADABLE
    assert "work.py, line 1: SyntaxError" in report.sentence


def test_a_file_that_is_missing_is_said(bare):
    report = rehearsed(bare.functions(), other="x = 1\n").report
    assert report.sentence == "work.py is missing."


@pytest.mark.docker
def test_a_model_is_inspected_and_timed_beside_the_supplied_one(engine, tmp_path):
    lab = COURSES / "eecs182-fa22/hw10-pruning"
    graded = at_home(lab, lab / "reference", engine("onnx"), tmp_path)
    report = graded.report
    assert report.outcome is Outcome.GRADED, report
    assert [stage.name for stage in report.stages] == ["inspect", "try"]
    found = {each.name: each for each in report.measurements}
    assert {"size_ratio", "latency_ratio", "peak_memory_mib"} <= set(found)
    assert len(found["latency_ratio"].repeats) == 7
    assert "the same rows again: the same scores" in (
        graded.logs / "try.log"
    ).read_text("utf-8")


@pytest.mark.docker
def test_a_model_that_is_none_is_refused_at_home_too(engine, tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"PK\x03\x04")
    lab = COURSES / "eecs182-fa22/hw10-pruning"
    report = at_home(lab, tmp_path, engine("onnx"), tmp_path).report
    assert report.sentence == "model.onnx is a zip archive, not an ONNX model."


@pytest.mark.docker
@pytest.mark.parametrize(
    ("lab", "case", "said"),
    [
        ("lab1-image", "reference", "Nothing found by the general rules"),
        ("lab1-image", "starter", "Dockerfile, line 1: the image runs as root."),
        ("lab4-overlays", "reference", "api.yaml, line 30: w255-api has no tag"),
    ],
)
def test_files_are_read_and_general_rules_are_told(engine, tmp_path, lab, case, said):
    folder = COURSES / "w255" / lab
    graded = at_home(folder, folder / case, engine("manifests"), tmp_path)
    assert graded.report.outcome is Outcome.GRADED
    log = (graded.logs / "advise.log").read_text("utf-8")
    assert said in log
    assert "VirtualService" not in log


def test_a_family_without_a_rehearsal_says_so(tmp_path):
    lease = SimpleNamespace(id="1", attempt=1, family="nonsense")
    feed = LocalFeed(tmp_path, print)
    report = rehearse_job(SimpleNamespace(lease=lease), sandbox=None, feed=feed)
    assert report.outcome is Outcome.UNGRADABLE
    assert "runs without its judge" in report.sentence
