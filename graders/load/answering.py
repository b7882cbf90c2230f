"""Does what the judge asks for, one thing at a time."""

import time
from typing import Any, Callable, Dict, List, Tuple

from graders.load import redis
from graders.load.driving import Driver
from graders.load.http import Answer, request_bytes
from graders.load.samples import Outcome, Rules
from graders.load.watching import Beacon, listening_ports

WANTED = "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"
PAUSE_S = 0.01
OWN_PORTS = {redis.PORT}
BEGIN_S = 960.0  # the cores may belong to another timed stage until then


class Answers:
    """Everything the load generator can be asked."""

    def __init__(self, port: int, beacon: Beacon) -> None:
        self._port, self._beacon = port, beacon

    def answer(self, question: Dict[str, Any]) -> Dict[str, Any]:
        """The answer to one question of the judge."""
        asks: Dict[str, Callable[[Dict[str, Any]], Any]] = {
            "ready": self._ready,
            "load": self._load,
            "redis": self._redis,
            "ended": lambda _: self._beacon.has_ended,
        }
        return {"value": asks[question["ask"]](question)}

    def _ready(self, question: Dict[str, Any]) -> Dict[str, Any]:
        """Wait for a good answer; ``state`` says what came of it."""
        if not self._beacon.wait(BEGIN_S):
            return {"state": "absent", "seconds": 0.0, "ports": [], "last": ""}
        began, state, last = self._beacon.began_at, "slow", ""
        while state == "slow" and time.monotonic() - began < question["seconds"]:
            last = self._try(question)
            if last == "200":
                state = "ready"
            elif last == "refused" and self._beacon.has_ended:
                state = "ended"
            else:
                time.sleep(PAUSE_S)
        seconds = time.monotonic() - began
        ports = listening_ports(OWN_PORTS)
        return {"state": state, "seconds": seconds, "ports": ports, "last": last}

    def _try(self, question: Dict[str, Any]) -> str:
        """One look: a status, or why there was none."""
        rules = Rules(self._port, 1, request_s=2.0, total_s=3.0)
        request = request_bytes("GET", question["path"], _pairs(question), b"")
        sample = Driver([request], rules).closed(1).samples[0]
        return sample.error or str(sample.status)

    def _load(self, question: Dict[str, Any]) -> Dict[str, Any]:
        rules = Rules(
            self._port,
            question["connections"],
            request_s=question["request_s"],
            total_s=question["total_s"],
            body_cap=question["body_cap"],
        )
        driver = Driver(
            [_request(each) for each in question["requests"]],
            rules,
            keep=question["keep"],
            is_server_gone=lambda: self._beacon.has_ended,
        )
        dues = question["dues"]
        done = driver.open(dues) if dues else driver.closed(question["clients"])
        return _outcome(done)

    def _redis(self, question: Dict[str, Any]) -> Dict[str, Any]:
        try:
            return {"said": redis.ask(question["words"])}
        except redis.RedisError as error:
            return {"error": str(error)[:300]}


def _pairs(question: Dict[str, Any]) -> List[Tuple[str, str]]:
    return [(name, value) for name, value in question["headers"]]


def _request(each: Dict[str, Any]) -> bytes:
    if each["method"] not in WANTED:
        raise ValueError(f"no method {each['method']!r}")
    body = each["body"].encode("utf-8")
    return request_bytes(each["method"], each["path"], _pairs(each), body)


def _outcome(done: Outcome) -> Dict[str, Any]:
    rows = [[s.due, s.lag, s.sent, s.latency, s.status, s.error] for s in done.samples]
    kept = {str(index): _answer(each) for index, each in done.kept.items()}
    return {
        "rows": rows,
        "kept": kept,
        "seconds": done.seconds,
        "own_cpu_s": done.own_cpu_s,
        "opened": done.opened,
        "unasked": done.unasked,
    }


def _answer(answer: Answer) -> Dict[str, Any]:
    body = answer.body.decode("latin-1")  # any byte has its place
    return {"status": answer.status, "headers": answer.headers, "body": body}
