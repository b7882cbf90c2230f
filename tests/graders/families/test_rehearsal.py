"""What runs again without a judge, family by family."""

from types import SimpleNamespace

from graders.check.local import LocalFeed, grade_folder
from graders.families import rehearse_job
from graders.protocol import Outcome
from graders.spec import load_assignment
from graders.spec.families import family_names, has_rehearsal
from tests.graders.families.tiny import GOOD_PREDICT, GOOD_TRAIN


def rehearsed(tiny, **files):
    """Run the public part of an assignment with these files handed in."""
    handed_in = tiny.folder.parent / "handed-in"
    handed_in.mkdir()
    for name, source in files.items():
        (handed_in / f"{name}.py").write_text(source)
    return grade_folder(
        load_assignment(tiny.folder),
        handed_in,
        sandbox=tiny.sandbox,
        key=b"tests",
        logs=tiny.folder.parent / "logs",
        run=rehearse_job,
    )


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


def test_a_family_without_a_rehearsal_says_so(tmp_path):
    without = next(name for name in family_names() if not has_rehearsal(name))
    lease = SimpleNamespace(id="1", attempt=1, family=without)
    feed = LocalFeed(tmp_path, print)
    report = rehearse_job(SimpleNamespace(lease=lease), sandbox=None, feed=feed)
    assert report.outcome is Outcome.UNGRADABLE
    assert "runs without its judge" in report.sentence
