"""Checks for single predictions; points, titles and visibility: assignment.toml."""

import math
import sys
from datetime import datetime, timezone
from pathlib import Path
from statistics import median

import numpy as np
from graders.judge import expect
from graders.judge.caches import audit
from graders.judge.loads import Traffic
from graders.judge.rates import Measured, steady
from graders.judge.requests import Answer, Request, get, post
from graders.judge.server import Server
from graders.judge.serving import Serving, expect_right_answers
from graders.judge.sources import imported
from graders.measure.stats import bootstrap_interval

HIDDEN = Path(__file__).parent / "hidden"
sys.path.insert(0, str(HIDDEN))

from model import FEATURES, Model  # noqa: E402

MODEL = Model.load(str(HIDDEN))
RATE, COUNT, BOUND_MS, PAIRS = 60, 180, 400, 40

serving = Serving(request_s=5.0)


def draw(rng) -> dict:
    """A district that nobody asked about before, its keys in an order of their own."""
    values = (
        rng.gamma(4, 1),
        rng.uniform(1, 52),
        rng.gamma(25, 0.22),
        rng.gamma(60, 0.018),
        rng.gamma(2, 700),
        rng.gamma(30, 0.1),
        rng.uniform(32.5, 42),
        rng.uniform(-124.3, -114.3),
    )
    pairs = [(name, round(float(value), 5)) for name, value in zip(FEATURES, values)]
    return {pairs[i][0]: pairs[i][1] for i in rng.permutation(len(pairs))}


def ask(rng) -> Request:
    house = draw(rng)
    return post("/predict", house, note=house)


def complaint(request: Request, answer: Answer) -> str:
    """What is wrong with an answer, or nothing."""
    try:
        said = answer.json()
    except Exception:
        return "a body that is not JSON"
    got = said.get("prediction") if type(said) is dict else None
    if type(got) not in (int, float) or not math.isfinite(got):
        return f"{answer.body[:60]!r} has no number called prediction"
    want = float(MODEL.predict([[request.note[name] for name in FEATURES]])[0])
    if abs(got - want) <= 1e-3 * max(1.0, abs(want)):
        return ""
    return f"{got:.4f} is not the model's price, {want:.4f}"


traffic = Traffic(ask, complaint, share=0.2)


def expect_right(server: Server, request: Request) -> Answer:
    answer = server.send(request).expect_status(200)
    said = complaint(request, answer)
    expect(not said, said, expected="the model's price")
    return answer


@serving.check("no-pandas")
def does_without_pandas(server: Server) -> None:
    expect("pandas" not in imported(), "your files import pandas", expected="no pandas")


@serving.probe
def first_prediction(server: Server) -> None:
    server.send(ask(server.rng)).expect_status(200)


@serving.check("predicts")
def predicts(server: Server) -> None:
    for _ in range(6):
        expect_right(server, ask(server.rng))


@serving.check("refuses")
def refuses(server: Server) -> None:
    house = draw(server.rng)
    short = {name: value for name, value in house.items() if name != "AveRooms"}
    bad = {
        "a house without AveRooms": short,
        "a house with a garden": {**house, "Garden": 1.0},
        "a misspelt field": {**short, "AverageRooms": 5.0},
        "a word for a number": {**house, "MedInc": "rich"},
        "nothing for a number": {**house, "HouseAge": None},
        "a list of houses": [house],
        "no JSON": '{"MedInc": 8.3,',
    }
    for what, payload in bad.items():
        got = server.post("/predict", payload).status
        expect(got == 422, f"{what} was answered with {got}", expected="422")


@serving.check("health")
def says_the_time(server: Server) -> None:
    times = []
    for _ in range(2):
        said = server.get("/health").expect_status(200).json()
        text = said.get("time") if type(said) is dict else None
        expect(type(text) is str, "no time in it", expected='{"time": "2022-…"}')
        try:
            times.append(datetime.fromisoformat(text.replace("Z", "+00:00")))
        except ValueError:
            expect(False, f"{text[:40]!r} is not ISO 8601")
    expect(all(each.tzinfo for each in times), "a time without its offset")
    away = abs((datetime.now(timezone.utc) - times[0]).total_seconds())
    expect(away <= 120, f"a time {away:.0f} s away from now")
    expect(times[1] > times[0], "the same time twice", expected="the time now")


@serving.check("places")
def refuses_other_planets(server: Server) -> None:
    house = draw(server.rng)
    for name, value in (("Latitude", 91.0), ("Latitude", -300), ("Longitude", 181.5)):
        got = server.post("/predict", {**house, name: value}).status
        expect(got == 422, f"{name} {value:g} was answered with {got}", expected="422")
    expect_right(server, post("/predict", house, note=house))


@serving.measured("loaded-once")
def predict_by_health(server: Server) -> Measured:
    asked = [each for _ in range(PAIRS + 3) for each in (ask(server.rng), get("/health"))]
    seconds = [answer.seconds for answer in server.in_turn(asked)][6:]
    ratios = [one / other for one, other in zip(seconds[::2], seconds[1::2])]
    low, high = bootstrap_interval(ratios)
    return Measured(median(ratios), tuple(ratios), "times", low, high, warm_ups=3)


@serving.measured("no-memory")
def every_request_reaches_the_model(server: Server) -> Measured:
    return audit(server, traffic)


def at_rate(server: Server):
    return server.once(
        "steady",
        lambda: steady(server, traffic, rate=RATE, count=COUNT, bound_ms=BOUND_MS),
    )


@serving.measured("correct-under-load")
def correct_under_load(server: Server) -> None:
    at_rate(server).expect_answers()
    expect_right_answers(server)


@serving.measured("latency")
def latency(server: Server) -> Measured:
    return at_rate(server).percentile(90)
