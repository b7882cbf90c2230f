"""When a program began, whether it lives, where it listens."""

import socket
import subprocess
import sys
import time
from pathlib import Path

from graders.load.watching import Beacon, listening_ports

BEGIN = Path(__file__).resolve().parents[3] / "graders/harness/begin.py"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def begin(port, *command, after=""):
    argv = [sys.executable, "-I", "-S", str(BEGIN), str(port), after, *command]
    return subprocess.Popen(argv, stderr=subprocess.PIPE)


def test_a_program_is_heard_when_it_begins_and_when_it_ends():
    port = free_port()
    beacon = Beacon(port)
    with begin(port, sys.executable, "-c", "import time; time.sleep(60)") as program:
        assert beacon.wait(10)
        assert not beacon.has_ended
        program.kill()
        program.wait()
        time.sleep(0.1)
        assert beacon.has_ended


def test_a_program_that_waits_for_another_begins_after_it():
    port, other = free_port(), free_port()
    beacon = Beacon(port)
    with begin(port, sys.executable, "-c", "pass", after=str(other)) as program:
        assert not beacon.wait(0.3)
        with socket.create_server(("127.0.0.1", other)):
            assert beacon.wait(10)
        assert program.wait() == 0


def test_a_program_that_is_not_there_says_so():
    port = free_port()
    beacon = Beacon(port)
    with begin(port, "no-such-program") as program:
        assert beacon.wait(10)
        _, said = program.communicate()
    assert b"no-such-program cannot be started: No such file or directory" in said


def test_nobody_calls_the_beacon_a_second_time():
    port = free_port()
    beacon = Beacon(port)
    with socket.create_connection(("127.0.0.1", port)):
        assert beacon.wait(1)
        with socket.socket() as late:
            assert late.connect_ex(("127.0.0.1", port)) != 0


def test_it_sees_who_listens_besides_ourselves():
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("::1", 0), family=socket.AF_INET6) as other,
    ):
        ports = {each.getsockname()[1] for each in (one, other)}
        assert ports <= set(listening_ports(set()))
        assert not ports & set(listening_ports(ports))
