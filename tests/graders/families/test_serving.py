"""Servers that are never ready or answer badly: whose move it is, in which words."""

import pytest

from graders.protocol import Outcome
from tests.graders.families.tiny_server import SERVER, Served, got, measured

pytestmark = pytest.mark.docker


def test_a_good_server_gets_all_and_its_figures(served):
    graded = served.misbehaving()
    assert graded.report.outcome is Outcome.GRADED, graded.report
    assert graded.score.points == 30
    figures = measured(graded)
    assert {"latency_p90", "peak_memory_mib", "startup_s"} <= set(figures)
    assert 0 < figures["startup_s"].value < 8 and figures["startup_s"].unit == "s"
    public = [s.name for s in graded.report.stages if s.is_public]
    assert public == ["public"]
    assert all(s.cause in ("exited", "killed") for s in graded.report.stages)


def test_one_that_is_never_ready_costs_nothing_and_is_told_why(served):
    served.ready_s = 2
    graded = served.grade("import time\ntime.sleep(60)\n")
    assert graded.report.outcome is Outcome.UNGRADABLE
    assert "Nothing listened on port 8000 within 2 seconds" in graded.report.sentence
    assert graded.score.points == 0


def test_one_on_another_port_hears_which(served):
    served.ready_s = 2
    graded = served.misbehaving(port="5000")
    assert graded.report.outcome is Outcome.UNGRADABLE
    said = "Nothing listens on port 8000; your server listens on 5000."
    assert graded.report.sentence == said
    assert "PORT" in graded.report.hint


def test_one_that_ends_at_once_hears_its_own_last_words(served):
    graded = served.grade("import sys\nsys.exit('no model here')\n")
    assert graded.report.outcome is Outcome.UNGRADABLE
    assert "exit code 1: no model here" in graded.report.sentence


def test_a_health_route_that_never_answers_well_is_quoted(served):
    served.ready_s = 2
    graded = served.grade(
        SERVER.format(act="", port="8000").replace(
            'reply(connection, b"fine")', 'reply(connection, b"", "503 Busy")'
        )
    )
    assert graded.report.outcome is Outcome.UNGRADABLE
    assert "status 503" in graded.report.sentence


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            """
            def act(connection, path):
                connection.sendall(b"HTTP/1.1 200 OK\\r\\n")
                connection.sendall(b"Content-Length: 99\\r\\n\\r\\n")
                for _ in range(50):
                    connection.sendall(b"1")
                    time.sleep(0.2)
            """,
            "never finished within 1 s",
        ),
        (
            """
            def act(connection, path):
                head = b"HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n"
                connection.sendall(head)
                while True:
                    connection.sendall(b"10000\\r\\n" + b"x" * 65536 + b"\\r\\n")
            """,
            "more than 1 MiB",
        ),
        (
            """
            def act(connection, path):
                reply(connection, b"<html>All is well</html>")
            """,
            "a body of JSON",
        ),
        (
            """
            def act(connection, path):
                reply(connection, b"7")
                reply(connection, b"8")
            """,
            "more bytes than the answer should have",
        ),
        (
            """
            def act(connection, path):
                connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip"
                                   b"\\r\\nContent-Length: 1\\r\\n\\r\\nx")
            """,
            "compressed",
        ),
        (
            """
            def act(connection, path):
                connection.sendall(b"HTTP/1.1 302 Found\\r\\nLocation: /other"
                                   b"\\r\\nContent-Length: 0\\r\\n\\r\\n")
            """,
            "answered 302",
        ),
    ],
    ids=["drips", "never ends", "nonsense", "twice", "compressed", "redirects"],
)
def test_an_answer_that_is_none_fails_the_check_in_plain_words(served, act, said):
    graded = served.misbehaving(act)
    assert graded.report.outcome is Outcome.GRADED
    assert said in got(graded, "doubles")
    assert graded.score.points == 5  # for its memory
    assert got(graded, "hidden").strip() != ""
    assert said not in got(graded, "hidden")


def test_the_process_sandbox_refuses_in_plain_words(sandbox_of, tmp_path):
    graded = Served(tmp_path, sandbox_of("process")).misbehaving()
    assert graded.report.outcome is Outcome.RUNNER_FAILED
    assert graded.report.sentence.endswith("that needs containers.")
