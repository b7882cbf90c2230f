"""Servers to be measured: it answers at once, takes its time, or stalls.

python benchmarks/load_server.py at-once|takes-time|stalls PORT CORE
"""

import asyncio
import os
import random
import sys
import time

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"
END = b"\r\n\r\n"
STALL_S, EVERY_S = 1.0, 5.0


class AtOnce(asyncio.Protocol):
    """Answers every request as soon as it is read."""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        for _ in range(data.count(END)):
            self.transport.write(ANSWER)


class TakesTime(AtOnce):
    """Takes 2 to 12 ms, more for one request in fifty."""

    draw = random.Random(1)

    def data_received(self, data):
        seconds = self.draw.uniform(0.002, 0.012)
        if self.draw.random() < 0.02:
            seconds += 0.03
        asyncio.get_running_loop().call_later(seconds, self.transport.write, ANSWER)


async def stall():
    """Do nothing else for one second in five."""
    while True:
        await asyncio.sleep(EVERY_S - STALL_S)
        time.sleep(STALL_S)


async def main(kind: str, port: int) -> None:
    protocol = TakesTime if kind == "takes-time" else AtOnce
    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", port, backlog=1024
    )
    if kind == "stalls":
        await stall()
    await server.serve_forever()


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[3])})
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
