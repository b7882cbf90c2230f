"""Answers from memory are told from answers of the model, and seeds from favourites."""

from types import SimpleNamespace

import pytest

from graders.judge.caches import FASTER, audit, note_other_seeds, repeats
from graders.judge.errors import ExpectationFailed
from graders.judge.loads import Load, Traffic
from graders.judge.rates import Steady
from graders.judge.requests import Answer, get
from graders.judge.server import Server


class Dice:
    """As much of NumPy's generator as is asked for: every number only once."""

    def __init__(self):
        self.drawn = 0

    def next(self):
        self.drawn += 1
        return self.drawn

    def integers(self, low, high, size):
        return [k % high for k in range(size)]


class Stand:
    """A server that takes ``fresh_ms``, or ``again_ms`` for what it had before."""

    check = "memory"

    def __init__(self, cache, *, fresh_ms=10.0, again_ms=10.0):
        self.options = {"cache": cache}
        self.rng = Dice()
        self._ms = {False: fresh_ms, True: again_ms}
        self._seen = set()
        self.flags = []

    def in_turn(self, requests):
        return [self._answer(request.path) for request in requests]

    def _answer(self, path):
        ms = self._ms[path in self._seen]
        self._seen.add(path)
        return Answer(200, {}, "", ms / 1000)

    def flag(self, sentence):
        self.flags.append(sentence)


TRAFFIC = Traffic(lambda rng: get("/", n=rng.next()))


def test_fresh_requests_are_paired_with_one_that_was_asked_before():
    found = repeats(Stand("allowed", fresh_ms=12.0, again_ms=4.0), TRAFFIC)
    assert found.ratio == found.low == found.high == pytest.approx(3.0)
    assert (found.fresh_ms, found.again_ms) == pytest.approx((12.0, 4.0))


@pytest.mark.parametrize("again_ms", [10.0, 9.5, 12.0])
def test_where_memory_is_forbidden_an_honest_server_is_measured(again_ms):
    found = audit(Stand("forbidden", again_ms=again_ms), TRAFFIC)
    assert found.value == pytest.approx(10.0 / again_ms)
    assert found.low <= found.value <= found.high


def test_where_memory_is_forbidden_a_tenth_faster_fails_in_plain_words():
    stand = Stand("forbidden", again_ms=10.0 / (FASTER + 0.01))
    with pytest.raises(ExpectationFailed, match="asked before took") as failed:
        audit(stand, TRAFFIC)
    assert "no more than 10 % faster" in failed.value.expected
    assert failed.value.hint


def test_where_memory_is_graded_none_fails_and_one_is_measured():
    with pytest.raises(ExpectationFailed, match=r"1\.00 times as fast") as failed:
        audit(Stand("graded"), TRAFFIC, least=1.5)
    assert failed.value.expected == "at least 1.5 times as fast"
    assert audit(Stand("graded", again_ms=2.0), TRAFFIC).value == pytest.approx(5.0)


@pytest.mark.parametrize("again_ms", [1.0, 10.0, 30.0])
def test_where_memory_is_allowed_nobody_fails(again_ms):
    found = audit(Stand("allowed", again_ms=again_ms), TRAFFIC)
    assert found.value == pytest.approx(10.0 / again_ms)


def runs_of(*medians):
    loads = [Load([ms / 1000] * 100, [0.0] * 100, {}, 1.0, 0.1) for ms in medians]
    return Steady(40.0, tuple(loads), 60)


@pytest.mark.parametrize(
    ("medians", "flags"), [((10, 11, 11.9), 0), ((10, 11, 12.1), 1), ((10,), 0)]
)
def test_seeds_that_give_another_speed_are_for_people(medians, flags):
    stand = Stand("allowed")
    note_other_seeds(stand, runs_of(*medians))
    assert len(stand.flags) == flags
    assert all("10.0, 11.0, 12.1 ms" in sentence for sentence in stand.flags)


def test_the_share_that_is_compared_is_drawn_anew_in_every_run():
    """TEST01: which twentieth is kept cannot be known beforehand."""
    asked = []
    server = Server(
        SimpleNamespace(), None, options={"port": 1}, seconds=1e9, request_s=1.0
    )
    server._ask = lambda question, seconds: (
        asked.append(question["keep"])
        or {"rows": [], "kept": {}, "seconds": 1.0, "own_cpu_s": 0.0}
    )
    requests = [get("/", n=k) for k in range(400)]
    for _ in range(2):
        server._load(requests, TRAFFIC, dues=[], clients=1)
    assert [len(kept) for kept in asked] == [20, 20]
    assert asked[0] != asked[1]
