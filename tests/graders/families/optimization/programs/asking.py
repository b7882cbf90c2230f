"""Prints what the judge makes of an engine's answers, over a real connection."""

import json
import socket
import threading

import numpy as np
from optimization.player import EngineError, Player

from graders.judge.channel import Channel
from graders.judge.errors import ExpectationFailed, WorkError
from graders.protocol import calls

LIMIT = calls.FRAME_BYTES


def answering(connection, answer):
    """Answer every question alike; hang up where there is no answer."""
    while True:
        try:
            question = calls.read_frame(lambda n: exactly(connection, n), LIMIT)
        except EOFError:
            return
        if answer is None:
            connection.close()
            return
        whole = {"nonce": question["nonce"], **answer}
        connection.sendall(calls.frame(whole, LIMIT))


def exactly(connection, count):
    whole = b""
    while len(whole) < count:
        piece = connection.recv(count - len(whole))
        if not piece:
            raise EOFError
        whole += piece
    return whole


def told(answer, *, seconds=10.0):
    ours, theirs = socket.socketpair()
    threading.Thread(target=answering, args=(theirs, answer), daemon=True).start()
    player = Player(Channel(ours, LIMIT), seconds=seconds, classes=3)
    try:
        found = player.fetch(0, 2).shape
    except (ExpectationFailed, WorkError, EngineError) as error:
        found = str(error)
    state = player.broken.state if player.broken else ""
    player.close()
    return {"said": found, "state": state}


def scores(rows, columns=3, fill=0.5):
    return {"value": calls.encode(np.full((rows, columns), fill, np.float32))}


print(
    json.dumps(
        {
            "right": told(scores(2)),
            "short": told(scores(1)),
            "wide": told(scores(2, 4)),
            "text": told({"value": "ten"}),
            "nan": told(scores(2, fill=np.nan)),
            "error": told({"error": "RuntimeException:\nNode\x00 failed"}),
            "gone": told(None),
            "late": told(scores(2), seconds=0.0),
        }
    )
)
