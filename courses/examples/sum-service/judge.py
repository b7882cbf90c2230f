"""Checks for the adding service; points, titles and visibility: assignment.toml."""

from graders.judge import expect
from graders.judge.loads import Traffic
from graders.judge.rates import Measured, steady
from graders.judge.requests import Answer, Request, post
from graders.judge.server import Server
from graders.judge.serving import Serving, expect_right_answers

RATE, COUNT, BOUND_MS = 50, 150, 400

serving = Serving(request_s=3.0)


def ask(rng) -> Request:
    """A request that no server has seen, and what it must be answered with."""
    numbers = [int(n) for n in rng.integers(-1000, 1000, int(rng.integers(2, 20)))]
    return post("/sum", {"numbers": numbers}, note=str(sum(numbers)))


def compare(request: Request, answer: Answer) -> str:
    """What is wrong with an answer under load, or nothing."""
    try:
        said = answer.json()
    except Exception:
        return "a body that is not JSON"
    return "" if said == {"sum": int(request.note)} else "another sum than was due"


@serving.check("adds")
def adds(server: Server) -> None:
    for numbers, total in (([], 0), ([1, 2, 3.5], 6.5), ([-1, 1], 0)):
        said = server.post("/sum", {"numbers": numbers}).expect_status(200).json()
        expect(said == {"sum": total}, f"{said!r:.60} for {numbers}", expected=f"a sum of {total}")
    for _ in range(5):
        request = ask(server.rng)
        wrong = compare(request, server.send(request).expect_status(200))
        expect(not wrong, wrong)


@serving.check("refuses")
def refuses(server: Server) -> None:
    for body in ({}, {"numbers": "12"}, {"numbers": [1, "x"]}, {"numbers": None}, [1, 2]):
        server.post("/sum", body).expect_status(422)


traffic = Traffic(ask, compare, share=0.2)


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
