"""Programs of every bad kind, handed in to a training assignment."""

import pytest

from graders.protocol import Outcome
from tests.graders.families.tiny import GOOD_PREDICT, GOOD_TRAIN

SAVE = "import sys\nout = sys.argv[sys.argv.index('--out') + 1]\n"

NPY = """
import io, zipfile, numpy as np

def head(shape):
    file = io.BytesIO()
    about = {"descr": "<f8", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, about)
    return file.getvalue()

z = zipfile.ZipFile(out + '/model.npz', 'w')
"""


def test_good_programs_get_all_points(tiny):
    graded = tiny.training().grade(train=GOOD_TRAIN, predict=GOOD_PREDICT)
    assert (graded.report.outcome, graded.score.points) == (Outcome.GRADED, 10)
    names = [stage.name for stage in graded.report.stages]
    assert names == ["prepare", "train-1", "predict-1", "score"]
    public = [stage.name for stage in graded.report.stages if stage.is_public]
    assert public == ["train-1"]


@pytest.mark.parametrize(
    ("train", "said"),
    [
        ("def f(:\n", "SyntaxError"),
        ("raise ValueError('no good')", "no good"),
        ("import sys; sys.exit(3)", "exit code 3"),
        ("print('done')", "model.npz"),
        (
            SAVE + "import os; os.symlink('/etc/passwd', out + '/model.npz')",
            "model.npz",
        ),
        (SAVE + "import os; os.mkfifo(out + '/model.npz')", "model.npz"),
    ],
)
def test_a_training_that_leaves_no_model_is_ungradable(tiny, train, said):
    report = tiny.training().grade(train=train, predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.UNGRADABLE
    assert said in report.sentence
    assert report.stages[-1].cause == "skipped"


@pytest.mark.parametrize(
    "save",
    [
        "import pickle; pickle.dump([1], open(out + '/model.npz', 'wb'))",
        "import numpy as np; np.savez(out + '/model.npz', w=np.array([{}]))",
        "import numpy as np; np.savez(out + '/model.npz', w=np.ones(101))",
        "import zipfile; z = zipfile.ZipFile(out + '/model.npz', 'w', 8); "
        "z.writestr('w.npy', bytes(2**25)); z.close()",
        "import zipfile; z = zipfile.ZipFile(out + '/model.npz', 'w'); "
        "z.writestr('w.txt', 'hello'); z.close()",
        NPY + "z.writestr('w.npy', head((-500,)) + bytes(4000)); z.close()",
        NPY + "z.writestr('w.npy', head((1,)) + bytes(4000)); z.close()",
        NPY + "z.writestr('w.npy', head((5,)) + bytes(39)); z.close()",
        NPY + "z.writestr('w.npy', b'\\x93NUMPY\\1\\0\\5\\0((((('); z.close()",
        NPY + "z.close(); d = open(out + '/model.npz', 'rb').read(); "
        "open(out + '/model.npz', 'wb').write(bytes(10**5) + d)",
    ],
    ids=[
        *("pickle", "objects", "too many", "zip bomb", "not arrays"),
        *("negative", "hidden tail", "cut off", "odd header", "hidden head"),
    ],
)
def test_a_model_that_is_not_what_was_agreed_fails_the_budget(bare, save):
    graded = bare.training().grade(train=SAVE + save, predict=GOOD_PREDICT)
    assert graded.report.outcome is Outcome.GRADED
    results = {check.name: check.passed for check in graded.report.checks}
    assert results == {"seen": True, "unseen": False}


@pytest.mark.parametrize(
    "predict",
    [
        "raise ValueError('no')",
        "pass",
        SAVE + "open(out, 'w').write('no')",
        SAVE + "import numpy as np; np.savez(out, labels=np.ones(9, int))",
        SAVE + "import numpy as np; np.savez(out, labels=np.full(8, np.nan))",
        SAVE + "import numpy as np; np.savez(out, labels=np.full(8, 2))",
        SAVE + "import numpy as np; np.savez(out, other=np.ones(8, int))",
        SAVE + "import numpy as np; np.savez(out, labels=np.array([{}] * 8))",
    ],
    ids=["raises", "nothing", "text", "shape", "NaN", "range", "name", "objects"],
)
def test_predictions_that_are_not_what_was_agreed_fail_their_check(bare, predict):
    graded = bare.training().grade(train=GOOD_TRAIN, predict=predict)
    assert graded.report.outcome is Outcome.GRADED
    results = {check.name: check for check in graded.report.checks}
    assert results["seen"].passed is False
    assert results["seen"].evidence[0].got
    assert results["unseen"].passed is True


def test_a_training_that_never_ends_is_a_timeout(tiny):
    lab = tiny.training(seconds=1)
    report = lab.grade(train="while True: pass", predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.TIMEOUT
    assert "training 1 of 1" in report.sentence


@pytest.mark.docker
def test_a_training_that_takes_all_memory_is_out_of_memory(contained):
    train = "held = []\nwhile True: held.append(b'x' * 2**20)"
    report = contained.training().grade(train=train, predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.OUT_OF_MEMORY
    assert "128 MiB" in report.sentence


@pytest.mark.docker
def test_predicting_sees_nothing_of_training_but_the_model(contained):
    train = f"""{GOOD_TRAIN}
import pathlib
for place in ("/tmp", "/out", "/dev/shm"):
    pathlib.Path(place, "note").write_text("seen")
"""
    predict = f"""
import os
for place in ("/tmp/note", "/out/note", "/dev/shm/note", "/lab", "/orders", "/data"):
    assert not os.path.exists(place), place
assert os.listdir("/model") == ["model.npz"]
{GOOD_PREDICT}
"""
    graded = contained.training().grade(train=train, predict=predict)
    assert graded.score.points == 10
