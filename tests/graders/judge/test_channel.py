"""The judge's connection meets peers that do not keep to what was agreed."""

import json
import socket
import struct
import threading
import time

import pytest

from graders.judge import channel as channels
from graders.judge.channel import Channel, Listener
from graders.judge.errors import ChannelError
from graders.protocol import calls

QUESTION = {"ask": "call", "function": "f", "args": [], "seconds": 1}


@pytest.fixture
def ends(monkeypatch):
    """A channel, and the peer's end of it."""
    monkeypatch.setattr(channels, "GRACE_S", 0.0)
    ours, theirs = socket.socketpair()
    yield Channel(ours, 1000), theirs
    ours.close()
    theirs.close()


def read_question(peer):
    (size,) = struct.unpack(">I", peer.recv(4))
    return json.loads(peer.recv(size))


def reply_with(peer, make):
    """Answer the next question, from another thread, with the bytes of ``make``."""

    def reply():
        peer.sendall(make(read_question(peer)["nonce"]))

    thread = threading.Thread(target=reply, daemon=True)
    thread.start()


def refused(channel, seconds=2.0):
    with pytest.raises(ChannelError) as caught:
        channel.ask(QUESTION, seconds)
    return caught.value.state


def test_an_answer_with_the_nonce_is_heard(ends):
    channel, peer = ends
    reply_with(peer, lambda nonce: calls.frame({"nonce": nonce, "value": 3}))
    assert channel.ask(QUESTION, 2.0) == {"value": 3}


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            lambda _: calls.frame({"nonce": "0" * 32, "value": 1}), id="nonce"
        ),
        pytest.param(lambda _: calls.frame({"value": 1}), id="no nonce"),
        pytest.param(
            lambda n: calls.frame({"nonce": n, "value": 1, "error": {}}), id="both"
        ),
        pytest.param(lambda _: struct.pack(">I", 1001) + b"{", id="too long"),
        pytest.param(lambda _: struct.pack(">I", 2**32 - 1), id="four gigabytes"),
        pytest.param(lambda _: struct.pack(">I", 4) + b"nope", id="not JSON"),
        pytest.param(lambda _: struct.pack(">I", 2) + b"[]", id="not an object"),
        pytest.param(lambda _: struct.pack(">I", 2) + b"\xff\xff", id="not UTF-8"),
        pytest.param(lambda _: struct.pack(">I", 900) + b"[" * 900, id="deep"),
        pytest.param(
            lambda n: raw(f'{{"nonce": "{n}", "value": NaN}}'), id="NaN in JSON"
        ),
        pytest.param(
            lambda n: raw(f'{{"nonce": "{n}", "value": {"9" * 400}}}'), id="long number"
        ),
    ],
)
def test_any_other_answer_is_a_protocol_error(ends, make):
    channel, peer = ends
    reply_with(peer, make)
    assert refused(channel) == "protocol"


def raw(text):
    return struct.pack(">I", len(text)) + text.encode()


def test_a_byte_before_the_question_is_a_protocol_error(ends):
    channel, peer = ends
    peer.sendall(b"\0")
    assert refused(channel) == "protocol"


def test_a_second_answer_spoils_the_next_question(ends):
    channel, peer = ends
    reply_with(peer, lambda n: 2 * calls.frame({"nonce": n, "value": 1}))
    channel.ask(QUESTION, 2.0)
    assert refused(channel) == "protocol"


def test_a_slow_drip_meets_one_deadline_for_the_whole_frame(ends):
    channel, peer = ends
    stop = threading.Event()

    def drip():
        read_question(peer)
        peer.sendall(struct.pack(">I", 500))
        while not stop.wait(0.05):
            peer.sendall(b" ")

    threading.Thread(target=drip, daemon=True).start()
    began = time.monotonic()
    assert refused(channel, seconds=0.4) == "timeout"
    stop.set()
    assert time.monotonic() - began < 2.0


def test_silence_is_a_timeout_and_hanging_up_is_gone(ends):
    channel, _peer = ends
    assert refused(channel, seconds=0.1) == "timeout"
    ours, theirs = socket.socketpair()
    theirs.close()
    assert refused(Channel(ours, 1000)) == "gone"


def test_only_one_connection_is_accepted(tmp_path):
    listener = Listener(tmp_path)
    first = socket.socket(socket.AF_UNIX)
    first.connect(str(tmp_path / "judge.sock"))
    channel = listener.accept(2.0, 1000)
    second = socket.socket(socket.AF_UNIX)
    with pytest.raises(OSError):
        second.connect(str(tmp_path / "judge.sock"))
    for each in (first, second, channel):
        each.close()


def test_nobody_connecting_is_absent(tmp_path):
    with pytest.raises(ChannelError) as caught:
        Listener(tmp_path).accept(0.05, 1000)
    assert caught.value.state == "absent"


def test_the_channel_works_however_deep_its_folder_is(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with pytest.raises(ChannelError):
        Listener(deep).accept(0.01, 1000)
