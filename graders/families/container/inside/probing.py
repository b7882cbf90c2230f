"""Asks a container's probes when they are due, and counts."""

from typing import Tuple

from .asking import HOW, unanswered, understand
from .marked import Map, at, mapping, texts
from .network import http_status, port_number
from .world import Pod, Run, World

DEFAULTS = {
    "initialDelaySeconds": 0,
    "periodSeconds": 10,
    "failureThreshold": 3,
    "successThreshold": 1,
}


def verdict(world: World, pod: Pod, run: Run, kind: str) -> str:
    """``ok`` or ``failed`` once a threshold is reached, else ``undecided``."""
    probe = at(run.container.body, kind)
    if not isinstance(probe, Map):
        return "ok"
    age = world.now - run.since - _number(probe, "initialDelaySeconds")
    if age < 0 or age % max(1, _number(probe, "periodSeconds")):
        return "undecided"
    is_well, why = answer(world, pod, run, probe)
    if is_well:
        run.failures[kind] = 0
        run.successes[kind] = run.successes.get(kind, 0) + 1
        is_enough = run.successes[kind] >= _number(probe, "successThreshold")
        return "ok" if is_enough else "undecided"
    run.successes[kind] = 0
    run.failures[kind] = run.failures.get(kind, 0) + 1
    world.note(f"{pod.name}/{run.container.name}", f"{kind} failed: {why}")
    run.reason = f"{kind} fails: {why}"
    is_enough = run.failures[kind] >= _number(probe, "failureThreshold")
    return "failed" if is_enough else "undecided"


def answer(world: World, pod: Pod, run: Run, probe: Map) -> Tuple[bool, str]:
    """One probe's answer, and what it met if it fails."""
    if "httpGet" in probe:
        return _page(world, pod, run, mapping(probe["httpGet"]))
    for key in ("tcpSocket", "grpc"):
        if key in probe:
            port = port_number(pod, at(probe[key], "port"))
            is_open = _listens(run, port) and run.is_up(world.now)
            return is_open, f"nothing listens on port {port}"
    if "exec" in probe:
        return _command(world, pod, run, mapping(probe["exec"]))
    return False, "the probe asks nothing"


def _page(world: World, pod: Pod, run: Run, get: Map) -> Tuple[bool, str]:
    port = port_number(pod, at(get, "port"))
    path = str(at(get, "path", default="/"))
    if not run.is_up(world.now):
        return False, "the program does not listen yet"
    if not _listens(run, port):
        return False, f"nothing listens on port {port}"
    status = http_status(world, run, pod, path)
    return 200 <= status < 400, f"GET {path} is answered with {status}"


def _command(world: World, pod: Pod, run: Run, said: Map) -> Tuple[bool, str]:
    if not run.is_up(world.now):
        return False, "the program does not listen yet"
    asked = understand(texts(at(said, "command")), run.environment, pod.namespace)
    if asked.strange:
        return False, f"the simulator does not know the command {asked.strange}. {HOW}"
    why = unanswered(world, pod, asked.questions)
    return not why, why


def _listens(run: Run, port: int) -> bool:
    return run.program is not None and port in run.program.listens


def _number(probe: Map, key: str) -> int:
    said = at(probe, key)
    return said if type(said) is int else DEFAULTS[key]
