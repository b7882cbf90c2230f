"""From what the load generator noted to figures that a check may use."""

import math

import pytest

from graders.judge.errors import ExpectationFailed, TooNoisyError
from graders.judge.loads import Load, Traffic, in_words, read_load
from graders.judge.rates import Steady, highest_rate, show_rates
from graders.judge.requests import Request, get, post
from graders.judge.serving import expect_right_answers, unready
from graders.measure.errors import TooFewError

OPTIONS = {"port": 8000, "ready": "/health", "ready_s": 20}


def a_load(ms=5.0, count=100, bad=0, lag_ms=0.1, seconds=1.0):
    latencies = [ms / 1000] * (count - bad) + [math.inf] * bad
    errors = {"slow": bad} if bad else {}
    return Load(latencies, [lag_ms / 1000] * count, errors, seconds, 0.1)


class Stand:
    """A server that holds so much and no more; ``noisy`` steps are spoilt."""

    request_s = 5.0

    def __init__(self, holds, noisy=0):
        self.holds, self.noisy = holds, noisy
        self.tried, self.tables = [], {}

    def warm_up(self, traffic, count):
        self.warmed = count

    def open_loop(self, traffic, *, rate, count, bound_ms):
        self.tried.append(round(rate))
        if self.noisy:
            self.noisy -= 1
            return a_load(ms=900, count=count, lag_ms=0.09 * bound_ms)
        return a_load(ms=5 if rate <= self.holds else 900, count=count)

    def series(self, name, columns, rows):
        self.tables[name] = (columns, rows)


def search(stand, **more):
    figures = {"start": 40, "most": 125, "bound_ms": 100, **more}
    return highest_rate(stand, Traffic(lambda rng: get("/")), **figures)


def test_the_rate_climbs_by_a_quarter_until_it_breaks_twice():
    stand = Stand(holds=70)
    assert round(search(stand).rate, 1) == 62.5
    assert stand.tried == [40, 50, 62, 78, 78]


def test_a_server_that_holds_everything_is_not_pushed_further():
    stand = Stand(holds=10_000)
    assert round(search(stand).rate) == 122
    assert max(stand.tried) == 122


def test_a_server_that_does_not_hold_the_first_has_none():
    assert search(Stand(holds=10)).rate == 0


def test_a_step_that_a_busy_machine_spoilt_is_tried_again():
    stand = Stand(holds=10_000, noisy=3)
    assert round(search(stand).rate) == 122
    assert stand.tried[:4] == [40, 40, 40, 40]


def test_a_machine_that_stays_busy_blames_nobody():
    with pytest.raises(TooNoisyError):
        search(Stand(holds=10_000, noisy=99))


def test_a_percentile_needs_requests_enough():
    assert a_load(count=64).ms(90) == pytest.approx(5.0)
    with pytest.raises(TooFewError):
        a_load(count=63).ms(90)
    with pytest.raises(TooFewError):
        a_load(count=661).ms(99)


def test_an_error_is_an_infinite_latency():
    load = a_load(count=100, bad=11)
    assert load.ms(50) == pytest.approx(5.0)
    assert load.ms(90) == math.inf
    with pytest.raises(ExpectationFailed, match=r"33 × no answer in time"):
        Steady(60, (load,) * 3, 0).percentile(90)


def test_one_error_in_a_thousand_is_forgiven_and_two_are_not():
    Steady(60, (a_load(count=1000, bad=1),), 0).expect_answers()
    with pytest.raises(ExpectationFailed):
        Steady(60, (a_load(count=1000, bad=2),), 0).expect_answers()


def test_clients_that_wait_have_no_rate_to_speak_of():
    with pytest.raises(ExpectationFailed, match="requests one after another got no"):
        Steady(0, (a_load(count=1000, bad=20),), 0).expect_answers()


def test_a_run_whose_middle_is_fine_is_the_median_of_three():
    runs = (a_load(ms=4), a_load(ms=900), a_load(ms=6))
    found = Steady(60, runs, 30).percentile(90)
    assert (found.value, found.unit, found.warm_ups) == (pytest.approx(6.0), "ms", 30)


def test_the_picture_has_every_rate_once_and_no_percentile_of_too_few():
    stand = Stand(holds=70)
    show_rates(stand, search(stand).steps, at=40, bound_ms=100)
    columns, rows = stand.tables["latency-by-rate"]
    assert columns == ("offered, req/s", "p50, ms", "p90, ms", "errors, %", "lag, ms")
    assert [round(row[0]) for row in rows] == [40, 50, 62, 78]
    assert stand.tables["latency-bound"][1] == [(40, 100, 90)]


def test_a_status_that_is_not_good_is_an_error_and_kept_answers_are_compared():
    rows = [
        [0, 0, 0, 0.01, 200, ""],
        [0, 0, 0, 0.01, 500, ""],
        [0, 0, 0, None, 0, "slow"],
    ]
    kept = {"0": {"status": 200, "headers": {}, "body": "7"}}
    said = {"rows": rows, "kept": kept, "seconds": 1.0, "own_cpu_s": 0.1}
    traffic = Traffic(get, lambda request, answer: f"{answer.body} is not 8")
    load = read_load(said, [get("/")] * 3, traffic)
    assert load.errors == {"status 500": 1, "slow": 1}
    assert load.wrong == ["7 is not 8"]
    assert in_words(load.errors) == "1 × status 500; 1 × no answer in time"


def test_wrong_answers_under_load_fail_the_gate():
    server = Stand(0)
    server.wrong, server.compared, server.errors = ["7 is not 8"], 40, {}
    with pytest.raises(ExpectationFailed, match="1 of 40 answers"):
        expect_right_answers(server)
    server.wrong = []
    expect_right_answers(server)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"state": "ended", "ports": [], "last": ""}, "ended before it was ready"),
        ({"state": "slow", "ports": [], "last": "refused"}, "Nothing listened on port"),
        ({"state": "slow", "ports": [80, 9000], "last": ""}, "listens on 80 and 9000"),
        ({"state": "slow", "ports": [8000], "last": "404"}, "the last one: status 404"),
        ({"state": "slow", "ports": [8000], "last": "slow"}, "no answer in time"),
    ],
)
def test_a_server_that_is_not_ready_hears_why(said, words):
    sentence, hint = unready(said, OPTIONS)
    assert words in sentence and hint


def test_a_request_is_written_as_a_browser_would():
    assert get("/a b", name=["x&y", "ü"]).path == "/a%20b?name=x%26y&name=%C3%BC"
    assert post("/p", {"a": 1}) == Request(
        "POST", "/p", '{"a": 1}', (("Content-Type", "application/json"),)
    )
