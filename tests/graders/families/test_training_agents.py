"""Agents that act in hidden episodes: good, wrong, talkative, slow and gone."""

import pytest

from graders.judge.errors import HIDDEN_WORDS
from graders.protocol import Outcome

JUDGE = """
import numpy as np
from graders.judge import Training, expect
from graders.judge.answers import whole_numbers
training = Training()

@training.practice
def practice(seed, k):
    return {"secret": np.array([seed % 1000 + k])}

@training.episodes
def play(agent, seed, k):
    total = 0
    for tick in range(5):
        seen = np.full((4, 2), seed % 1000 + k + tick)
        total += whole_numbers(agent.act(seen), "act", count=4, low=0, high=1).sum()
    return int(total)

@training.check("seen")
def seen(run):
    return float(run.played)

@training.check("unseen")
def unseen(run):
    expect(run.played == 20, "not always right")
"""
MORE = 'answers = "act"\npractice = true\nseeds = 2'
TRAIN = """
import sys, numpy as np
word = lambda name: sys.argv[sys.argv.index(name) + 1]
drawn = np.load(word("--data") + "/practice.npz")
np.savez(word("--out") + "/model.npz", **drawn)
"""
ACT = """
import os, numpy as np
secret = np.load(os.environ["MODEL"] + "/model.npz")["secret"][0]

def act(observations):
    {body}
"""
GOOD = "return (observations[:, 0] >= secret).astype(int)"


@pytest.fixture
def lab(bare):
    return bare.training(judge=JUDGE, use="agent.py", more=MORE)


def grade(lab, body):
    return lab.grade(train=TRAIN, agent=ACT.format(body=body))


def results(graded):
    return {check.name: check for check in graded.report.checks}


def test_a_good_agent_plays_in_the_world_it_practised_for(tiny):
    tiny.training(judge=JUDGE, use="agent.py", more=MORE)
    graded = grade(tiny, GOOD)
    assert graded.report.outcome is Outcome.GRADED
    assert results(graded)["seen"].value == 20
    assert results(graded)["unseen"].passed
    names = [(stage.name, stage.is_public) for stage in graded.report.stages]
    assert names == [
        ("prepare", False),
        ("train-1", True),
        ("train-2", True),
        ("act-1", False),
        ("act-2", False),
        ("score", False),
    ]


@pytest.mark.parametrize(
    ("body", "got"),
    [
        ("return [1, 1, 1]", "act is a list of 3"),
        ("return 1", "act is a int"),
        ("return np.ones((4, 1), int)", "act of shape (4, 1) and type int64"),
        ("return np.full(4, 0.5)", "act of shape (4,) and type float64"),
        ("return np.full(4, 2)", "act has numbers out of range"),
        ("return np.full(4, np.nan)", HIDDEN_WORDS["not_finite"]),
        ("raise ValueError(f'saw {observations}')", HIDDEN_WORDS["raised"]),
        ("import os; os._exit(0)", HIDDEN_WORDS["ended"]),
        ("return object()", HIDDEN_WORDS["type"]),
    ],
)
def test_an_agent_that_answers_wrongly_fails_without_its_own_words(lab, body, got):
    graded = grade(lab, body)
    assert graded.report.outcome is Outcome.GRADED
    assert results(graded)["seen"].passed is False
    assert got in results(graded)["seen"].evidence[0].got
    assert "saw" not in repr(graded.report)


def test_a_list_of_whole_numbers_will_do(lab):
    assert results(grade(lab, "return [1, 1, 1, 1]"))["seen"].value == 20


def test_an_agent_that_is_too_slow_fails(bare):
    lab = bare.training(seconds=3, judge=JUDGE, use="agent.py", more=MORE)
    graded = grade(lab, "import time; time.sleep(1.6); return [1] * 4")
    assert graded.report.outcome is Outcome.GRADED
    assert HIDDEN_WORDS["slow"] in results(graded)["seen"].evidence[0].got


def test_an_agent_that_cannot_be_stopped_from_inside_is_a_timeout(bare):
    lab = bare.training(seconds=3, judge=JUDGE, use="agent.py", more=MORE)
    deaf = "import signal, time; signal.pthread_sigmask(0, [14]); time.sleep(600)"
    report = grade(lab, deaf).report
    assert report.outcome is Outcome.TIMEOUT
    assert report.sentence == "agent.py (model 1) was stopped after 3 seconds."


def test_an_agent_that_does_not_import_is_ungradable_and_names_the_line(lab):
    report = lab.grade(train=TRAIN, agent="import nothing_like_it\n").report
    assert report.outcome is Outcome.UNGRADABLE
    assert "agent.py, line 1" in report.sentence


def test_an_agent_that_is_missing_is_ungradable(lab):
    report = lab.grade(train=TRAIN).report
    assert report.outcome is Outcome.UNGRADABLE
    assert report.sentence == "agent.py is missing."


def test_a_judge_with_a_mistake_is_the_labs_fault(lab):
    judge = lab.folder / "judge.py"
    judge.write_text(judge.read_text().replace("range(5)", "range(five)"))
    report = grade(lab, GOOD).report
    assert report.outcome is Outcome.LAB_BROKEN


@pytest.mark.docker
def test_an_agent_sees_its_model_and_nothing_of_the_judges(contained):
    contained.training(judge=JUDGE, use="agent.py", more=MORE)
    body = (
        """
    for place in ("/lab", "/orders", "/answers", "/data", "/out"):
        assert not os.path.exists(place), place
    assert os.listdir("/model") == ["model.npz"]
    """
        + GOOD
    )
    assert results(grade(contained, body))["seen"].value == 20
