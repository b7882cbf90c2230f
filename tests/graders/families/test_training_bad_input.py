"""What may go wrong in training, or be tried: a sentence, an outcome, whose move."""

import json

import pytest

from graders.families.training import stages
from graders.protocol import Outcome
from tests.graders.families.tiny import GOOD_PREDICT, GOOD_TRAIN, TRAINING_JUDGE

OUT = "import os, sys\nout = sys.argv[sys.argv.index('--out') + 1]\n"
FINITE_JUDGE = TRAINING_JUDGE.replace(
    "    run.expect_within_budget()",
    "    run.expect_within_budget()\n    run.expect_finite_model()",
).replace('    expect((labels == 1).all(), "not all ones")', "    labels")


def checks(graded):
    return {check.name: check for check in graded.report.checks}


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_model_of_nan_fails_and_the_array_is_named(bare, value):
    lab = bare.training(judge=FINITE_JUDGE)
    visible = (lab.folder / "assignment.toml").read_text()
    visible = visible.replace('visibility = "hidden"', "")
    (lab.folder / "assignment.toml").write_text(visible)
    train = OUT + f"import numpy as np; np.savez(out + '/model.npz', w=np.{value})"
    train = train.replace("np.-inf", "-np.inf")
    graded = lab.grade(train=train, predict=GOOD_PREDICT)
    assert graded.report.outcome is Outcome.GRADED
    (evidence,) = checks(graded)["unseen"].evidence
    assert evidence.got == "model.npz: 'w' holds NaN or infinity"
    assert evidence.hint


def test_ten_gigabytes_of_model_end_where_the_folder_is_full(contained):
    train = (
        OUT
        + """
with open(out + '/model.npz', 'wb') as file:
    for _ in range(10_000):
        file.write(bytes(2**20))
"""
    )
    report = contained.training().grade(train=train, predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.UNGRADABLE
    assert "OSError" in report.sentence
    assert "File too large" in report.sentence or "No space left" in report.sentence


def test_a_model_with_ten_gigabytes_of_holes_is_not_taken(contained):
    train = (
        OUT
        + """
import resource
most = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
file = open(out + '/model.npz', 'wb')
for size in (10 * 2**30, most):
    try:
        file.truncate(size)
    except OSError:
        pass
"""
    )
    report = contained.training().grade(train=train, predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.UNGRADABLE
    assert "model.npz that can be used: It is bigger than 5 MiB." in report.sentence


STAYS = """
import subprocess
later = "import time; time.sleep(600)"
for _ in range(3):
    subprocess.Popen([sys.executable, "-c", later], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    import time, numpy as np
    time.sleep(1)
    np.savez(out + "/model.npz", w=np.zeros(101))
    time.sleep(600)
    os._exit(0)
"""


def test_processes_left_behind_end_with_the_training(tiny):
    train = OUT + STAYS + GOOD_TRAIN + "os._exit(0)"
    graded = tiny.training().grade(train=train, predict=GOOD_PREDICT)
    assert (graded.report.outcome, graded.score.points) == (Outcome.GRADED, 10)
    assert graded.report.seconds < 60


MALFORMED = {
    "bytes": "open(out + '/metrics.jsonl', 'wb').write(bytes(range(256)) * 400)",
    "not JSON": "open(out + '/metrics.jsonl', 'w').write('{\\n]\\nNaN\\n' * 100)",
    "odd values": "open(out + '/metrics.jsonl', 'w').write('{\"a\": NaN}\\n[[[[\\n')",
    "one long line": "open(out + '/metrics.jsonl', 'w').write('x' * 3_000_000)",
    "link": "os.symlink('/etc/passwd', out + '/metrics.jsonl')",
    "pipe": "os.mkfifo(out + '/metrics.jsonl')",
    "folder": "os.mkdir(out + '/metrics.jsonl')",
}


@pytest.mark.parametrize("metrics", MALFORMED.values(), ids=MALFORMED)
def test_malformed_metrics_cost_nothing(bare, metrics):
    train = f"{OUT}{metrics}\n{GOOD_TRAIN}"
    graded = bare.training().grade(train=train, predict=GOOD_PREDICT)
    assert (graded.report.outcome, graded.score.points) == (Outcome.GRADED, 10)


COUNTING_JUDGE = """
import numpy as np
from graders.judge import Training
from graders.judge.answers import expect_above_chance
training = Training()

@training.hidden_inputs
def inputs(seed):
    return {"x": np.arange(8)}

@training.check("seen")
def seen(run):
    labels = run.whole_numbers("labels", count=8, low=0, high=7)
    share = float((labels == np.arange(8)).mean())
    expect_above_chance(share, 1 / 8, "accuracy")
    return share

@training.check("unseen")
def unseen(run):
    run.expect_within_budget()
"""
PREDICT = OUT + "import numpy as np; np.savez(out, labels={labels})"


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("np.arange(8)[::-1]", "accuracy 0: about what guessing gives"),
        ("np.arange(9)", "labels of shape (9,)"),
        ("np.arange(7)", "labels of shape (7,)"),
        ("np.arange(8).reshape(2, 4)", "labels of shape (2, 4)"),
        ("np.arange(8) / 2", "float64"),
    ],
    ids=["order", "too many", "too few", "shape", "type"],
)
def test_predictions_in_another_order_number_or_shape_are_told(bare, labels, said):
    lab = bare.training(judge=COUNTING_JUDGE)
    graded = lab.grade(train=GOOD_TRAIN, predict=PREDICT.format(labels=labels))
    assert graded.report.outcome is Outcome.GRADED
    result = checks(graded)["seen"]
    assert result.passed is False
    assert said in result.evidence[0].got
    assert result.evidence[0].expected


def test_metrics_come_while_training_runs_and_are_public(tiny, monkeypatch):
    from graders.check.local import LocalFeed

    opened, told = [], []
    log = LocalFeed.log
    monkeypatch.setattr(LocalFeed, "open_log", lambda self, name: opened.append(name))

    def spy(self, stage, data):
        told.append((stage, data))
        log(self, stage, data)

    monkeypatch.setattr(LocalFeed, "log", spy)
    train = (
        OUT
        + """
import json, time
with open(out + '/metrics.jsonl', 'w', buffering=1) as file:
    for epoch in range(3):
        file.write(json.dumps({"epoch": epoch}) + "\\n")
        time.sleep(1)
print("trained", flush=True)
""".replace("\\\\n", "\\n")
        + GOOD_TRAIN
    )
    graded = tiny.training().grade(train=train, predict=GOOD_PREDICT)
    assert graded.score.points == 10
    assert opened == ["metrics-1"]
    first = next(i for i, (stage, _) in enumerate(told) if stage == "metrics-1")
    last = next(i for i, (_, data) in enumerate(told) if b"trained" in data)
    assert first < last
    lines = b"".join(data for stage, data in told if stage == "metrics-1").splitlines()
    assert [json.loads(line) for line in lines] == [{"epoch": n} for n in range(3)]
    kept = (graded.logs / "metrics-1.jsonl").read_bytes().splitlines()
    assert kept == lines


def test_what_training_may_use_is_told_to_it(bare):
    train = f"{GOOD_TRAIN}\nimport os; assert os.environ['ASSAY_SECONDS'] == '10'"
    graded = bare.training().grade(train=train, predict=GOOD_PREDICT)
    assert graded.score.points == 10
    assert stages.DEFAULTS["answers"] == "predict"
