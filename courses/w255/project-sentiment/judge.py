"""Checks for the sentiment service; points, titles and visibility: assignment.toml."""

import sys
from functools import lru_cache
from pathlib import Path
from statistics import median

from graders.judge import expect
from graders.judge.caches import audit
from graders.judge.loads import Traffic
from graders.judge.rates import Measured, Steady
from graders.judge.requests import Answer, Request, post
from graders.judge.server import Server
from graders.judge.serving import Serving, expect_right_answers

HIDDEN = Path(__file__).parent / "hidden"
sys.path.insert(0, str(HIDDEN))

from model import LABELS, Model  # noqa: E402

MODEL = Model.load()
WORDS = (
    "a the and but so very quite never always good great bad awful fine dull warm cold "
    "slow quick service food film room staff song plot answer again today loved hated "
    "liked missed told found left bright quiet loud fresh stale kind rude cheap dear"
).split()
PATH, CLIENTS, COUNT, RUNS, REPEATED = "/project-predict", 10, 700, 3, 0.95

serving = Serving(request_s=10.0)
predict = lru_cache(maxsize=4096)(MODEL.predict)


def sentence(rng) -> str:
    """A text that nobody asked about before."""
    words = rng.choice(WORDS, size=int(rng.integers(6, 14)))
    return " ".join([*map(str, words), f"no{int(rng.integers(0, 10**9))}"])


def ask_for(texts) -> Request:
    return post(PATH, {"text": list(texts)}, note=tuple(texts))


def complaint(request: Request, answer: Answer) -> str:
    """What is wrong with an answer, or nothing."""
    try:
        said = answer.json()
    except Exception:
        return "a body that is not JSON"
    got = said.get("predictions") if type(said) is dict else None
    if type(got) is not list or len(got) != len(request.note):
        return f"not a list of {len(request.note)} predictions"
    for each, text in zip(got, request.note):
        label, score = predict(text)
        if type(each) is not dict or each.get("label") not in LABELS:
            return "a prediction without a label"
        if type(each.get("score")) not in (int, float):
            return "a prediction without a score"
        is_near = abs(each["score"] - score) <= 1e-3
        if not is_near or (each["label"] != label and score > 0.501):
            return "a label and score that are not the model's"
    return ""


def expect_right(server: Server, texts) -> Answer:
    request = ask_for(texts)
    answer = server.send(request).expect_status(200)
    said = complaint(request, answer)
    expect(not said, said, expected="the model's label and score for each text")
    return answer


def fresh(rng) -> Request:
    return ask_for([sentence(rng)])


@serving.probe
def first_prediction(server: Server) -> None:
    expect_right(server, [sentence(server.rng)])


@serving.check("contract")
def one_answer_a_text(server: Server) -> None:
    for count in (1, 2, 5):
        rng = server.rng
        expect_right(server, [sentence(rng) for _ in range(count)])


@serving.check("refuses")
def refuses(server: Server) -> None:
    bad = {
        "no text": {},
        "a text that is no list": {"text": "warm and quick"},
        "an empty list": {"text": []},
        "an empty text": {"text": ["warm", ""]},
        "numbers": {"text": [1, 2]},
        "something beside": {"text": ["warm"], "language": "en"},
        "no JSON": '{"text": [',
    }
    for what, payload in bad.items():
        got = server.post(PATH, payload).status
        expect(got == 422, f"{what} was answered with {got}", expected="422")


@serving.check("each-its-own")
def each_its_own(server: Server) -> None:
    for _ in range(3):
        text, other = sentence(server.rng), sentence(server.rng)
        expect_right(server, [text, other])
        expect_right(server, [other, text])
        expect_right(server, [text])
        expect_right(server, [" ".join(text.split()[::-1])])
        expect_right(server, [text.replace(" no", " not no")])


@serving.measured("cache")
def fresh_by_repeated(server: Server) -> Measured:
    return audit(server, Traffic(fresh, complaint), least=1.5)


def ten_sentences(server: Server) -> Traffic:
    """The project's load: ten sentences again and again, and a few that are new."""
    known = [[sentence(server.rng)] for _ in range(10)]

    def make(rng) -> Request:
        is_known = rng.random() < REPEATED
        return ask_for(known[int(rng.integers(0, 10))]) if is_known else fresh(rng)

    return Traffic(make, complaint)


def ten_clients(server: Server) -> Steady:
    def run() -> Steady:
        loads = []
        for _ in range(RUNS):
            traffic = ten_sentences(server)
            server.warm_up(traffic, 40, CLIENTS)
            loads.append(server.closed_loop(traffic, clients=CLIENTS, count=COUNT))
        return Steady(0, tuple(loads), 40)

    return server.once("ten clients", run)


@serving.measured("correct-under-load")
def correct_under_load(server: Server) -> None:
    ten_clients(server).expect_answers()
    expect_right_answers(server)


@serving.measured("throughput")
def throughput(server: Server) -> Measured:
    rates = tuple(load.rate for load in ten_clients(server).loads)
    return Measured(median(rates), rates, "req/s", min(rates), max(rates), 40)


@serving.measured("latency")
def latency(server: Server) -> Measured:
    return ten_clients(server).percentile(99)
