"""python -m graders.harness.ranks N PROGRAM WORD... --seed S: one program N times.

They find each other as torchrun's would, over loopback; rank r gets the seed S + r.
"""

import os
import socket
import subprocess
import sys
import time
from typing import Dict, List

LOOK_S = 0.05
GRACE_S = 3.0  # for the others to notice that one has failed
HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


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


def start(ranks: int, words: List[str]) -> List["subprocess.Popen[bytes]"]:
    """Every rank, its seed at the end of its command line."""
    *words, seed = words
    port = free_port()
    return [
        subprocess.Popen(
            [sys.executable, *words, str(int(seed) + rank)],
            env=environment(rank, ranks, port),
        )
        for rank in range(ranks)
    ]


def wait(processes: List["subprocess.Popen[bytes]"]) -> int:
    """0 when all did well; else the first bad exit code, once the others are ended."""
    while True:
        codes = [process.poll() for process in processes]
        if all(code == 0 for code in codes):
            return 0
        bad = [rank for rank, code in enumerate(codes) if code]
        if bad:
            break
        time.sleep(LOOK_S)
    code = codes[bad[0]] or 0
    for process in processes:
        end(process)
    how = f"exit code {code}" if code > 0 else f"signal {-code}"
    sys.stderr.write(f"rank {bad[0]} ended with {how}\n")
    return code if code > 0 else 1


def end(process: "subprocess.Popen[bytes]") -> None:
    """Let it end by itself for a moment, then end it."""
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(wait(start(int(sys.argv[1]), sys.argv[2:])))
