"""python -m graders.harness.ranks N PROGRAM WORD... --seed S: one program N times.

They find each other as torchrun's would, over loopback; rank r gets the seed S + r.
"""

import contextlib
import os
import random
import socket
import subprocess
import sys
import threading
import time
from typing import Dict, List

LOOK_S = 0.05
GRACE_S = 3.0  # for the others to notice that one has failed
HOST = "127.0.0.1"
PORTS = range(20_000, 30_000)  # below those that Linux gives to calls


class Rank:
    """One process; what it says last is remembered, for when it fails."""

    def __init__(self, number: int, words: List[str], env: Dict[str, str]) -> None:
        self.number = number
        self.last_line = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "graders.harness.rank", *words],
            env=env,
            stderr=subprocess.PIPE,
        )
        self._reader = threading.Thread(target=self._pass_on, daemon=True)
        self._reader.start()

    def _pass_on(self) -> None:
        for line in self.process.stderr or ():
            sys.stderr.buffer.write(line)
            sys.stderr.buffer.flush()
            self.last_line = line.decode("utf-8", "replace").strip() or self.last_line

    def end(self) -> None:
        """Let it end by itself for a moment, then end it."""
        try:
            self.process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join(GRACE_S)


def free_port() -> int:
    """A port that nobody has, and that no call of a rank is given as its own."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return port
    raise OSError("every port is taken")


def environment(rank: int, ranks: int, port: int) -> Dict[str, str]:
    """What libraries for data-parallel training look for."""
    return {
        **os.environ,
        "RANK": str(rank),
        "LOCAL_RANK": str(rank),
        "WORLD_SIZE": str(ranks),
        "MASTER_ADDR": HOST,
        "MASTER_PORT": str(port),
        "GLOO_SOCKET_IFNAME": "lo",
    }


def start(count: int, words: List[str]) -> List[Rank]:
    """Every rank, its seed at the end of its command line."""
    *words, seed = words
    port = free_port()
    return [
        Rank(rank, [*words, str(int(seed) + rank)], environment(rank, count, port))
        for rank in range(count)
    ]


def wait(ranks: List[Rank]) -> int:
    """0 when all did well; else the first bad exit code, once the others are ended."""
    while True:
        codes = [rank.process.poll() for rank in ranks]
        if all(code == 0 for code in codes):
            return 0
        bad = [rank for rank, code in zip(ranks, codes) if code]
        if bad:
            break
        time.sleep(LOOK_S)
    for rank in ranks:
        rank.end()
    code = bad[0].process.returncode
    said = bad[0].last_line or f"exit code {code}"
    sys.stderr.write(f"rank {bad[0].number}: {said}\n")
    return code if code > 0 else 128 - code


if __name__ == "__main__":
    sys.exit(wait(start(int(sys.argv[1]), sys.argv[2:])))
