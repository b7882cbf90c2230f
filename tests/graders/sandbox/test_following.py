"""What a stage adds to a file comes while it runs; what it sends itself is counted."""

import time

import pytest

from graders.sandbox import collecting
from graders.sandbox.collecting import HEADER, LIVE_BYTES, receive
from graders.sandbox.stage import Cause, Collect, SandboxError

ADD = """
import os, time
with open(os.environ["OUT"] + "/metrics", "a", buffering=1) as file:
    file.write("one\\ntwo\\nhal")
    file.flush()
    print("written", flush=True)
    time.sleep({seconds})
    file.write("f\\n")
"""


class Heard:
    """Pieces, with the time each came."""

    def __init__(self):
        self.pieces = []

    def __call__(self, data):
        self.pieces.append((time.monotonic(), data))

    @property
    def whole(self):
        return b"".join(data for _, data in self.pieces)


def following(heard, **more):
    return Collect(("metrics",), follow="metrics", on_new=heard, **more)


def test_lines_come_while_the_stage_runs_and_none_twice(stage):
    heard = Heard()
    _, end = stage.play(
        ADD.format(seconds=3), env={"OUT": "{out}"}, collect=following(heard)
    )
    ended = time.monotonic()
    assert end.exit_code == 0
    assert heard.whole == b"one\ntwo\nhalf\n"
    first, data = heard.pieces[0]
    assert data == b"one\ntwo\n"
    assert first < ended - 0.5
    assert end.collected["metrics"].read_bytes() == heard.whole


def test_what_came_before_a_kill_is_passed_on(stage):
    heard = Heard()
    _, end = stage.play(
        ADD.format(seconds=30),
        env={"OUT": "{out}"},
        limits={"seconds": 2},
        collect=following(heard),
    )
    assert end.cause is Cause.TIMEOUT
    assert heard.whole == b"one\ntwo\nhal"
    assert 0.5 < end.ages["metrics"] < 20


ODD = {
    "link": "os.symlink('/etc/passwd', 'metrics')",
    "second name": "open('x', 'w').write('secret'); os.link('x', 'metrics')",
    "pipe": "os.mkfifo('metrics')",
    "folder": "os.mkdir('metrics')",
}


@pytest.mark.parametrize("odd", ODD)
def test_nothing_but_a_plain_file_is_followed(stage, odd):
    heard = Heard()
    program = f"import os, time; os.chdir(os.environ['OUT']); {ODD[odd]}; time.sleep(2)"
    _, end = stage.play(program, env={"OUT": "{out}"}, collect=following(heard))
    assert (end.cause, end.exit_code) == (Cause.EXITED, 0)
    assert heard.pieces == []


def test_a_flood_ends_at_its_cap_and_the_file_comes_whole(stage):
    heard = Heard()
    program = (
        "open(__import__('os').environ['OUT'] + '/metrics', 'wb').write(b'x' * 3000000)"
    )
    _, end = stage.play(program, env={"OUT": "{out}"}, collect=following(heard))
    assert heard.whole == b"x" * LIVE_BYTES
    assert end.collected["metrics"].stat().st_size == 3000000


def test_the_host_counts_what_is_passed_on_again(tmp_path):
    flood = HEADER.pack(b"L", LIVE_BYTES + 1) + b"x" * (LIVE_BYTES + 1)
    with pytest.raises(SandboxError, match="more than it may"):
        receive(iter([flood]), following(Heard()), tmp_path)
    assert collecting.LIVE_BYTES == LIVE_BYTES


TALK = """
import socket, threading
server = socket.create_server(("127.0.0.1", 0))
def take():
    connection, _ = server.accept()
    while connection.recv(65536): pass
taker = threading.Thread(target=take); taker.start()
with socket.create_connection(server.getsockname()) as connection:
    connection.sendall(bytes({size}))
taker.join()
"""


@pytest.mark.docker
@pytest.mark.parametrize("size", [0, 5_000_000])
def test_bytes_over_loopback_are_counted_outside(docker_stage, size):
    collect = Collect(("none",), counts_network=True)
    played, end = docker_stage.play(TALK.format(size=size), collect=collect)
    assert end.exit_code == 0, played.err
    assert size <= end.network_bytes <= 1.02 * size + 2000


@pytest.mark.docker
def test_a_stage_whose_bytes_are_counted_reaches_nobody_either(docker_stage):
    program = """
        import socket
        names = [name for _, name in socket.if_nameindex()]
        def dial(address):
            try:
                socket.create_connection(address, 1)
            except OSError as error:
                return type(error).__name__
        print(names, dial(("10.0.0.1", 80)), dial(("172.17.0.1", 80)))
    """
    collect = Collect(("none",), counts_network=True)
    played, _ = docker_stage.play(program, collect=collect)
    assert played.text == "['lo'] OSError OSError"


def test_who_cannot_count_says_so(process_stage):
    collect = Collect(("none",), counts_network=True)
    _, end = process_stage.play("pass", collect=collect)
    assert end.network_bytes is None
