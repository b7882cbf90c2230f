"""Checks for the greeting service; points, titles and visibility: assignment.toml."""

from graders.judge import expect
from graders.judge.loads import Traffic
from graders.judge.rates import Measured, steady
from graders.judge.requests import Answer, Request, get
from graders.judge.server import Server
from graders.judge.serving import Serving, expect_right_answers

RATE, COUNT, BOUND_MS = 100, 240, 160
LETTERS = list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 '-.")

serving = Serving(request_s=3.0)


def greeting(answer: Answer) -> str:
    """The message, or the running check fails."""
    said = answer.expect_status(200).json()
    expect(
        type(said) is dict and type(said.get("message")) is str,
        f"a body of {answer.body[:80]}",
        expected='{"message": "Hello …"}',
        kind="type",
    )
    return said["message"]


def expect_greeting(server: Server, name) -> None:
    sent = get("/hello", name=name)
    got = greeting(server.send(sent))
    wanted = f"Hello {name}"
    expect(got == wanted, f"{got[:60]!r} for {sent.path[:80]}", expected=repr(wanted[:60]))


@serving.check("greets")
def greets(server: Server) -> None:
    for name in ("Ada", "Grace"):
        expect_greeting(server, name)


@serving.check("missing-name")
def missing_name_is_422(server: Server) -> None:
    said = server.get("/hello").expect_status(422).json()
    expect(
        type(said) is dict and bool(said.get("detail")),
        "a body without detail",
        expected="detail says what is missing",
    )


@serving.check("unknown-route")
def unknown_is_404(server: Server) -> None:
    for path in ("/", "/greet", "/hello/Ada"):
        server.get(path).expect_status(404)


@serving.check("documented")
def is_documented(server: Server) -> None:
    said = server.get("/openapi.json").expect_status(200).json()
    expect(str(said.get("openapi", "")).startswith("3."), "no OpenAPI 3")
    named = said.get("paths", {}).get("/hello", {}).get("get", {}).get("parameters", [])
    expect(
        any(each.get("name") == "name" and each.get("required") for each in named),
        "/hello is described without a required parameter name",
    )
    page = server.get("/docs").expect_status(200)
    expect("html" in page.headers.get("content-type", ""), "/docs is no page")


@serving.check("odd-names")
def odd_names(server: Server) -> None:
    odd = ["42", "3.14", "null", "true", "Ada Lovelace", 'say "hi"', "back\\slash", "Zoë"]
    odd += ["Ёлка", "😀", "a&b=c", "%20", "<b>", "x" * 2000, " padded "]
    for name in odd:
        expect_greeting(server, name)
    for _ in range(5):
        expect_greeting(server, drawn(server.rng))


@serving.check("odd-queries")
def odd_queries(server: Server) -> None:
    server.get("/hello", name="").expect_status(422)
    got = greeting(server.get("/hello", name="Ada", colour="red", limit="9"))
    expect(got == "Hello Ada", got)
    got = greeting(server.get("/hello", name=["Ada", "Grace"]))
    expect(got == "Hello Grace", got, expected="the last of two names counts")
    server.get("/hello", Name="Ada").expect_status(422)


def drawn(rng) -> str:
    """A name that no server was asked for before."""
    return "".join(rng.choice(LETTERS, size=int(rng.integers(6, 24))))


def ask(rng) -> Request:
    name = drawn(rng)
    return get("/hello", name=name, note=f"Hello {name}")


def compare(request: Request, answer: Answer) -> str:
    try:
        said = answer.json()
    except Exception:
        return "a body that is not JSON"
    return "" if said == {"message": request.note} else "another greeting than was due"


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
