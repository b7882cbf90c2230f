"""A tiny assignment that is handed in as a server, and servers of every kind."""

import textwrap
from dataclasses import dataclass
from pathlib import Path

from graders.check.local import grade_folder
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


def got(graded, name):
    """What a check said of itself, in one text."""
    (result,) = [each for each in graded.report.checks if each.name == name]
    return " ".join(f"{each.got} {each.expected}" for each in result.evidence)


def measured(graded):
    return {each.name: each for each in graded.report.measurements}
