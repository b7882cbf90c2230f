"""Checks for bulk predictions; points, titles and visibility: assignment.toml."""

import math
import sys
from pathlib import Path
from statistics import median

import numpy as np
from graders.judge import expect
from graders.judge.caches import note_other_seeds
from graders.judge.loads import MS, Traffic
from graders.judge.rates import Measured, highest_rate, show_rates, steady
from graders.judge.requests import Answer, Request, post
from graders.judge.server import Server
from graders.judge.serving import Serving, expect_right_answers
from graders.measure.stats import bootstrap_interval

HIDDEN = Path(__file__).parent / "hidden"
sys.path.insert(0, str(HIDDEN))

from model import FEATURES, Model  # noqa: E402

MODEL = Model.load(str(HIDDEN))
PATH = "/bulk-predict"
ROWS, RATE, COUNT, LATENCY_MS = 16, 40, 120, 400
START, MOST, BOUND_MS = 40, 125, 250
PAIRS = 31

serving = Serving(request_s=5.0)


def draw(rng, rows: int) -> np.ndarray:
    """Districts that nobody asked about before."""
    table = np.column_stack(
        [
            rng.gamma(4, 1, rows),
            rng.uniform(1, 52, rows),
            rng.gamma(25, 0.22, rows),
            rng.gamma(60, 0.018, rows),
            rng.gamma(2, 700, rows),
            rng.gamma(30, 0.1, rows),
            rng.uniform(32.5, 42, rows),
            rng.uniform(-124.3, -114.3, rows),
        ]
    )
    return np.round(table, 5)


def bulk(table, rng=None) -> Request:
    """A request for ``table``; with ``rng``, every house in an order of its own."""
    houses = []
    for row in table:
        pairs = list(zip(FEATURES, map(float, row)))
        if rng is not None:
            rng.shuffle(pairs)
        houses.append({name: float(value) for name, value in pairs})
    return post(PATH, {"houses": houses}, note=table)


def complaint(request: Request, answer: Answer) -> str:
    """What is wrong with an answer, or nothing."""
    try:
        said = answer.json()
    except Exception:
        return "a body that is not JSON"
    got = said.get("predictions") if type(said) is dict else None
    want = MODEL.predict(request.note)
    if type(got) is not list or len(got) != len(want):
        return f"not a list of {len(want)} predictions"
    if not all(type(each) in (int, float) and math.isfinite(each) for each in got):
        return "predictions that are not plain numbers"
    error = np.abs(np.array(got, dtype=float) - want)
    if not bool((error <= 1e-3 * np.maximum(1.0, np.abs(want))).all()):
        return f"{int((error > 1e-3).sum())} of {len(want)} prices are not the model's"
    return ""


def expect_right(server: Server, request: Request, what: str) -> Answer:
    answer = server.send(request).expect_status(200)
    said = complaint(request, answer)
    expect(not said, f"{what}: {said}", expected="the model's prices, in order")
    return answer


@serving.probe
def predicts(server: Server) -> None:
    expect_right(server, bulk(draw(server.rng, 1)), "one house")


@serving.check("bulk-contract")
def one_price_a_row(server: Server) -> None:
    for rows in (1, 3, 64):
        rng = server.rng
        expect_right(server, bulk(draw(rng, rows), rng), f"a list of {rows}")


@serving.check("refuses")
def refuses_what_is_no_house(server: Server) -> None:
    house = dict(zip(FEATURES, map(float, draw(server.rng, 1)[0])))
    short = {name: value for name, value in house.items() if name != "AveRooms"}
    bad = {
        "a house without AveRooms": {"houses": [house, short]},
        "a house with a garden": {"houses": [{**house, "Garden": 1.0}]},
        "a word for a number": {"houses": [{**house, "MedInc": "rich"}]},
        "no house at all": {"houses": []},
        "a house instead of a list": {"houses": house},
        "no JSON": '{"houses": [',
    }
    for what, payload in bad.items():
        got = server.post(PATH, payload).status
        expect(got == 422, f"{what} was answered with {got}", expected="422")


@serving.check("cache-keys")
def keys_hold_everything(server: Server) -> None:
    rng = server.rng
    for _ in range(4):
        table = draw(rng, 8)
        expect_right(server, bulk(table), "a list")
        other = table.copy()
        other[3, 0] += 1.0
        other[5, 0] -= 1.0
        expect_right(server, bulk(other), "a list with two numbers changed")
        expect_right(server, bulk(table[::-1]), "a list in another order")
        expect_right(server, bulk(table[:4]), "half of a list")
        expect_right(server, bulk(table), "the first list again")


@serving.measured("vectorised")
def bulk_ratio(server: Server) -> Measured:
    rng = server.rng
    asked = [bulk(draw(rng, rows)) for _ in range(PAIRS + 3) for rows in (64, 1)]
    seconds = [answer.seconds for answer in server.in_turn(asked)][6:]
    ratios = [many / one for many, one in zip(seconds[::2], seconds[1::2])]
    low, high = bootstrap_interval(ratios)
    return Measured(median(ratios), tuple(ratios), "times", low, high, warm_ups=3)


def ask(rng) -> Request:
    return bulk(draw(rng, ROWS))


traffic = Traffic(ask, complaint)


def at_rate(server: Server):
    return server.once(
        "steady",
        lambda: steady(server, traffic, rate=RATE, count=COUNT, bound_ms=LATENCY_MS),
    )


def search(server: Server):
    return server.once(
        "search",
        lambda: highest_rate(
            server, traffic, start=START, most=MOST, bound_ms=BOUND_MS, step_s=2.5
        ),
    )


@serving.measured("correct-under-load")
def correct_under_load(server: Server) -> None:
    at_rate(server).expect_answers()
    search(server)
    expect_right_answers(server)


@serving.measured("latency")
def latency(server: Server) -> Measured:
    run = at_rate(server)
    note_other_seeds(server, run)
    return run.percentile(90)


@serving.measured("rate")
def sustained_rate(server: Server) -> Measured:
    found = search(server)
    steps = [(RATE, load) for load in at_rate(server).loads[:1]] + list(found.steps)
    show_rates(server, steps, at=RATE, bound_ms=BOUND_MS)
    expect(found.rate > 0, f"not even {START:g} lists a second", expected="95 or more")
    return Measured(found.rate, (), "req/s")


def hits(server: Server) -> int:
    """How often Redis found what it was asked for: its own count."""
    lines = str(server.redis("INFO", "stats")).splitlines()
    found = [line for line in lines if line.startswith("keyspace_hits:")]
    return int(found[0].partition(":")[2]) if found else -1


@serving.measured("cache-used")
def repeats_come_from_redis(server: Server) -> None:
    fresh = [bulk(draw(server.rng, ROWS)) for _ in range(12)]
    before = hits(server)
    for request in fresh:
        expect_right(server, request, "a fresh list")
    found = hits(server) - before
    expect(found <= 2, f"{found} hits for 12 fresh lists", expected="none")
    expect(server.redis("DBSIZE"), "Redis is empty", expected="12 lists kept in it")
    before = hits(server)
    for request in fresh:
        expect_right(server, request, "the same list again")
    found = hits(server) - before
    expect(found >= 12, f"{found} hits for 12 repeated lists", expected="12")


@serving.measured("cache-expires")
def everything_expires(server: Server) -> None:
    keys = server.redis("KEYS", "*") or []
    ages = [server.redis("TTL", key) for key in keys[:20]]
    expect(
        bool(ages) and all(type(age) is int and 0 <= age <= 60 for age in ages),
        f"{sum(age == -1 for age in ages)} of {len(ages)} entries never expire",
        expected="every entry gone within 60 s",
    )


@serving.measured("cache-down")
def right_without_redis(server: Server) -> None:
    server.redis("SHUTDOWN", "NOSAVE")
    slowest = 0.0
    for _ in range(5):
        answer = expect_right(server, bulk(draw(server.rng, ROWS)), "without Redis")
        slowest = max(slowest, answer.seconds)
    got = f"an answer took {slowest * MS:.0f} ms"
    expect(slowest <= 1.5, got, expected="no more than 1.5 s each")
