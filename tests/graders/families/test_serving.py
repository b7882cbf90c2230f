"""Bad servers of every kind: whose move it is, and in which words."""

import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from graders.check.local import grade_folder
from graders.protocol import Outcome
from graders.spec import load_assignment

ASSIGNMENT = """
[assignment]
slug = "tiny"
title = "Tiny"
kind = "lab"
category = "labs"
points = 30

[submit]
files = ["app.py"]

[grade]
family = "serving"
image = "numpy"
tier = "T3"
seconds = {seconds}
memory_mib = 128
command = ["python", "{{submission}}/app.py"]
ready_s = {ready_s}
{more}

[[checks]]
name = "doubles"
title = "Doubles"
points = 10
curve = "credit"

[[checks]]
name = "hidden"
title = "Doubles what nobody saw"
points = 5
curve = "credit"
visibility = "hidden"

[[checks]]
name = "right"
title = "Right under load"
curve = "gate"

[[checks]]
name = "latency"
title = "Latency"
points = 10
requires = ["right"]
measure = "latency_p90"
unit = "ms"
curve = {{ line = [4000, 2000] }}

[[checks]]
name = "memory"
title = "Memory"
points = 5
measure = "peak_memory_mib"
unit = "MiB"
curve = {{ line = [128, 100] }}
"""

JUDGE = """
from graders.judge import expect
from graders.judge.loads import Traffic
from graders.judge.rates import steady
from graders.judge.requests import get
from graders.judge.serving import Serving, expect_right_answers

serving = Serving(request_s=1.0)

def double(server, n):
    said = server.get("/double", n=n).expect_status(200).json()
    expect(said == 2 * n, f"{n} became {said!r:.40}", expected=str(2 * n))

@serving.check("doubles")
def doubles(server):
    for n in (1, 20, -3):
        double(server, n)

@serving.check("hidden")
def hidden(server):
    double(server, int(server.rng.integers(1000, 9999)))

def ask(rng):
    n = int(rng.integers(0, 10**9))
    return get("/double", n=n, note=2 * n)

def compare(request, answer):
    return "" if answer.body.strip() == str(request.note) else "not doubled"

def at_rate(server):
    traffic = Traffic(ask, compare, share=0.3)
    return server.once("steady", lambda: steady(
        server, traffic, rate=60, count=90, bound_ms=4000, runs=1, warm_up=5))

@serving.measured("right")
def right(server):
    at_rate(server).expect_answers()
    expect_right_answers(server, least=10)

@serving.measured("latency")
def latency(server):
    return at_rate(server).percentile(90)
"""

# A whole server in a few lines; `act` may misbehave with the connection in its hand.
SERVER = """
import os, socket, sys, threading, time
from urllib.parse import parse_qs, urlsplit
count = 0

def number(path):
    return int(parse_qs(urlsplit(path).query)["n"][0])

def reply(connection, body, status="200 OK"):
    head = f"HTTP/1.1 {{status}}\\r\\nContent-Length: {{len(body)}}\\r\\n\\r\\n"
    connection.sendall(head.encode() + body)

def act(connection, path):
    reply(connection, str(2 * number(path)).encode())

{act}

def talk(connection):
    global count
    data = b""
    while True:
        while b"\\r\\n\\r\\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return
            data += piece
        head, _, data = data.partition(b"\\r\\n\\r\\n")
        path = head.split()[1].decode()
        if path == "/health":
            reply(connection, b"fine")
        else:
            count += 1
            act(connection, path)

def guarded(connection):
    try:
        talk(connection)
    except OSError:
        pass
    finally:
        connection.close()

server = socket.create_server(("127.0.0.1", {port}), backlog=128)
while True:
    connection, _ = server.accept()
    threading.Thread(target=guarded, args=(connection,), daemon=True).start()
"""


@dataclass
class Served:
    """The tiny assignment, and who grades it."""

    folder: Path
    sandbox: object
    ready_s: float = 8
    seconds: int = 40

    def grade(self, source, more=""):
        lab = self.folder / "lab"
        lab.mkdir()
        text = ASSIGNMENT.format(ready_s=self.ready_s, seconds=self.seconds, more=more)
        (lab / "assignment.toml").write_text(text)
        (lab / "judge.py").write_text(JUDGE)
        (lab / "README.md").write_text("# Tiny\n")
        handed_in = self.folder / "handed-in"
        handed_in.mkdir()
        (handed_in / "app.py").write_text(textwrap.dedent(source))
        return grade_folder(
            load_assignment(lab),
            handed_in,
            sandbox=self.sandbox,
            key=b"tests",
            logs=self.folder / "logs",
        )

    def misbehaving(self, act="", port="8000", **more):
        source = SERVER.format(act=textwrap.dedent(act), port=port)
        return self.grade(source, **more)


@pytest.fixture
def served(sandbox_of, tmp_path):
    return Served(tmp_path, sandbox_of("docker"))


def got(graded, name):
    """What a check said of itself, in one text."""
    (result,) = [each for each in graded.report.checks if each.name == name]
    return " ".join(f"{each.got} {each.expected}" for each in result.evidence)


def measured(graded):
    return {each.name: each for each in graded.report.measurements}


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


def test_one_that_dies_under_load_loses_what_was_to_come(served):
    graded = served.misbehaving(
        """
        def act(connection, path):
            if count > 20:
                os._exit(3)
            reply(connection, str(2 * number(path)).encode())
        """
    )
    assert graded.report.outcome is Outcome.GRADED
    assert graded.score.points == 20
    said = got(graded, "right")
    assert "got no good answer" in said
    assert "your server had ended" in said or "refused" in said  # as it was noticed


def test_one_whose_core_strangers_use_is_tried_elsewhere(served):
    core = {"preexec_fn": lambda: os.sched_setaffinity(0, {0})}
    spin = [sys.executable, "-c", "while True: pass"]
    strangers = [subprocess.Popen(spin, **core) for _ in range(6)]
    try:
        graded = served.misbehaving(
            """
            def act(connection, path):
                end = time.thread_time() + 0.05
                while time.thread_time() < end:
                    pass
                reply(connection, str(2 * number(path)).encode())
            """
        )
    finally:
        for each in strangers:
            each.kill()
            each.wait()
    assert graded.report.outcome is Outcome.RUNNER_FAILED
    note = graded.report.staff_note
    assert "for a core that others had" in note or "generator" in note  # both may be


def test_one_that_eats_its_memory_is_told_so(served):
    graded = served.misbehaving(
        """
        hoard = []

        def act(connection, path):
            if count > 6:
                hoard.append(bytearray(b"x" * (16 << 20)))
            reply(connection, str(2 * number(path)).encode())
        """
    )
    assert graded.report.outcome is Outcome.OUT_OF_MEMORY
    assert "128 MiB" in graded.report.sentence


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


def test_one_that_forks_without_end_stays_in_its_container(served):
    served.seconds = 12
    graded = served.misbehaving(
        """
        def act(connection, path):
            while True:
                if os.fork() == 0:
                    time.sleep(60)
        """
    )
    students = (Outcome.GRADED, Outcome.OUT_OF_MEMORY, Outcome.TIMEOUT)
    assert graded.report.outcome in students
    assert graded.score.points <= 5
    told = [check for check in graded.report.checks if check.evidence]
    assert graded.report.sentence or told


def test_one_that_is_right_until_the_load_starts_is_found_out(served):
    graded = served.misbehaving(
        """
        def act(connection, path):
            wrong = 1 if count > 12 else 0
            reply(connection, str(2 * number(path) + wrong).encode())
        """
    )
    assert graded.report.outcome is Outcome.GRADED
    assert graded.score.points == 20
    assert "compared while the load was on are wrong" in got(graded, "right")


def test_the_process_sandbox_refuses_in_plain_words(sandbox_of, tmp_path):
    graded = Served(tmp_path, sandbox_of("process")).misbehaving()
    assert graded.report.outcome is Outcome.RUNNER_FAILED
    assert graded.report.sentence.endswith("that needs containers.")
