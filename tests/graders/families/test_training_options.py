"""Cut trainings, k of n seeds, ranks, practice, and models judged by themselves."""

import pytest

from graders.protocol import Outcome
from tests.graders.families.tiny import GOOD_PREDICT, GOOD_TRAIN, TRAINING_JUDGE

OUT = "import os, sys, time\nout = sys.argv[sys.argv.index('--out') + 1]\n"
SAVE = """
import numpy as np
def save(value):
    np.savez(out + "/new.npz", w=np.full(3, value))
    os.replace(out + "/new.npz", out + "/model.npz")
"""
CUT = OUT + SAVE + "save(1)\ntime.sleep(600)\n"
CHECKPOINTS = "checkpoints = true"


def test_a_cut_training_is_graded_as_saved_and_says_so(tiny):
    lab = tiny.training(seconds=3, more=CHECKPOINTS)
    graded = lab.grade(train=CUT, predict=GOOD_PREDICT)
    report = graded.report
    assert (report.outcome, graded.score.points) == (Outcome.GRADED, 10)
    assert report.sentence.startswith(
        "1 of 1 trainings had not finished after 3 seconds; graded: training 1 with "
        "the model it had saved after "
    )
    record = next(stage for stage in report.stages if stage.name == "train-1")
    assert record.cause == "timeout"
    assert "Stopped; graded with the model saved after " in record.note


def test_a_training_that_ends_by_itself_is_not_inspected(bare):
    lab = bare.training(more=CHECKPOINTS)
    report = lab.grade(train=GOOD_TRAIN, predict=GOOD_PREDICT).report
    assert (report.outcome, report.sentence) == (Outcome.GRADED, "")
    causes = {stage.name: stage.cause for stage in report.stages}
    assert causes["inspect"] == "skipped"


HALVES = {
    "half": "d = open(out + '/model.npz', 'rb').read(); "
    "open(out + '/model.npz', 'wb').write(d[:len(d) // 2])",
    "empty": "open(out + '/model.npz', 'wb').close()",
    "flipped": "d = bytearray(open(out + '/model.npz', 'rb').read()); d[200] ^= 255; "
    "open(out + '/model.npz', 'wb').write(d)",
}


@pytest.mark.parametrize("spoil", HALVES.values(), ids=HALVES)
def test_a_half_written_model_is_a_timeout_with_the_remedy(bare, spoil):
    train = f"{OUT}{SAVE}save(1)\n{spoil}\ntime.sleep(600)\n"
    lab = bare.training(seconds=2, more=CHECKPOINTS)
    report = lab.grade(train=train, predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.TIMEOUT
    assert "the model.npz it left is not whole" in report.sentence
    assert "os.replace" in report.hint


def test_a_cut_training_without_a_model_is_a_plain_timeout(bare):
    lab = bare.training(seconds=1, more=CHECKPOINTS)
    report = lab.grade(train="while True: pass", predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.TIMEOUT
    assert "was stopped after 1 seconds" in report.sentence


def test_where_checkpoints_do_not_count_a_cut_training_is_a_timeout(bare):
    lab = bare.training(seconds=1)
    report = lab.grade(train=CUT, predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.TIMEOUT


MODEL_JUDGE = """
import numpy as np
from graders.judge import Training, expect
training = Training()

@training.check("seen")
def seen(run):
    run.expect_finished()
    expect(run.model["w"][0] == run.number, f"{run.model['w'][0]:g}")
    return run.seconds_to_reach(1, run.model["w"][0], "weight")

@training.check("unseen")
def unseen(run):
    run.expect_within_budget()
    run.expect_finite_model()
    assert run.charged_seconds > 0
"""
# Saves its own number where it is right: the runs share nothing but their seed.
RIGHT_TWICE = (
    OUT
    + """
import numpy as np
seeds = {seeds}
k = seeds.index(int(sys.argv[sys.argv.index("--seed") + 1])) + 1
np.savez(out + "/model.npz", w=np.array([k if k != {wrong} else 7.0]))
"""
)


def seeds_of(lab):
    from graders.check.local import make_lease
    from graders.spec import load_assignment

    return make_lease(load_assignment(lab.folder), b"tests").seeds


@pytest.mark.parametrize(("enough", "points"), [(2, 10), (3, 5)])
def test_a_check_is_met_when_k_of_n_seeds_meet_it(bare, enough, points):
    more = f'answers = "model"\nseeds = 3\npass_seeds = {enough}'
    lab = bare.training(judge=MODEL_JUDGE, use="", more=more)
    train = RIGHT_TWICE.format(seeds=seeds_of(lab), wrong=2)
    graded = lab.grade(train=train)
    assert (graded.report.outcome, graded.score.points) == (Outcome.GRADED, points)
    (evidence,) = next(c for c in graded.report.checks if c.name == "seen").evidence
    if points == 10:
        assert evidence.got == "2 of 3 trainings. Training 2: 7"
        (measured,) = graded.report.measurements
        assert len(measured.repeats) == 2
    else:
        assert evidence.got == "Training 2 of 3: 7"


@pytest.mark.parametrize(("usual", "flags"), [("0.5, 0.52", 1), ("0.99, 1.02", 0)])
def test_trainings_too_good_to_be_true_are_flagged_and_keep_their_points(
    bare, usual, flags
):
    judge = TRAINING_JUDGE.replace(
        'expect((labels == 1).all(), "not all ones")', "return float(labels.mean())"
    )
    judge += f'\ntraining.usual("seen", ({usual}), slack=0.1)\n'
    lab = bare.training(judge=judge, more="seeds = 2")
    graded = lab.grade(train=GOOD_TRAIN, predict=GOOD_PREDICT)
    assert (graded.report.outcome, graded.score.points) == (Outcome.GRADED, 10)
    said = [(flag.check, flag.sentence) for flag in graded.report.flags]
    assert [check for check, _ in said] == ["seen"] * flags
    assert all("the reference reached 0.51 over 2" in sentence for _, sentence in said)


def test_models_judged_by_themselves_need_neither_predict_nor_prepare(bare):
    lab = bare.training(judge=MODEL_JUDGE, use="", more='answers = "model"')
    graded = lab.grade(train=GOOD_TRAIN)
    assert graded.score.points == 10
    assert [stage.name for stage in graded.report.stages] == ["train-1", "score"]


RANKS_JUDGE = """
from graders.judge import Training, expect
training = Training()

@training.check("seen")
def seen(run):
    expect(list(run.model["seeds"]) == [run.seed, run.seed + 1], "other seeds")

@training.check("unseen")
def unseen(run):
    got = run.network_bytes
    expect(1_000_000 <= got <= 1_050_000, f"{got} bytes")
"""
TALK = (
    OUT
    + """
import socket, struct
import numpy as np
rank, ranks = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
assert ranks == 2
address = (os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
seed = int(sys.argv[sys.argv.index("--seed") + 1])
if rank == 0:
    server = socket.create_server(address)
    connection, _ = server.accept()
    data = b""
    while piece := connection.recv(65536):
        data += piece
    other = struct.unpack("<q", data[:8])[0]
    np.savez(out + "/model.npz", seeds=np.array([seed, other]))
else:
    {second}
    while True:
        try:
            connection = socket.create_connection(address)
            break
        except OSError:
            time.sleep(0.05)
    connection.sendall(struct.pack("<q", seed) + bytes(1_000_000))
    connection.close()
"""
)
RANKS = 'answers = "model"\nranks = 2'


@pytest.mark.docker
def test_two_ranks_find_each_other_and_their_bytes_are_counted(contained):
    lab = contained.training(judge=RANKS_JUDGE, use="", more=RANKS)
    graded = lab.grade(train=TALK.format(second=""))
    assert graded.score.points == 10, graded.report.checks


def test_a_rank_that_fails_ends_the_others_and_is_named(bare):
    lab = bare.training(judge=RANKS_JUDGE, use="", more=RANKS)
    report = lab.grade(train=TALK.format(second="raise ValueError('no')")).report
    assert report.outcome is Outcome.UNGRADABLE
    assert report.sentence.endswith("exit code 1: rank 1: ValueError: no")


def test_bytes_that_nobody_counted_are_no_fault_of_the_students(bare):
    lab = bare.training(judge=RANKS_JUDGE, use="", more=RANKS)
    report = lab.grade(train=TALK.format(second="")).report
    assert report.outcome is Outcome.LAB_BROKEN
    assert "cannot count bytes" in report.staff_note
