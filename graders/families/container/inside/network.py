"""Who reaches whom: names, services, ports and what listens behind them."""

import re
from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple

from .manifests import Manifest
from .marked import Map, at, mapping, maps
from .world import Pod, Run, World

LOCAL = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 - only a name here
URL = re.compile(r"https?://([^/:?#]+)(?::(\d+))?([^?#]*)")


@dataclass(frozen=True)
class Answer:
    """Somebody answered, or the sentence why nobody does."""

    why: str = ""
    run: Optional[Run] = None
    pod: Optional[Pod] = None

    @property
    def is_there(self) -> bool:
        """Did somebody answer?"""
        return not self.why


def reach(world: World, address: str, namespace: str, pod: Optional[Pod] = None):
    """What a connection to ``host:port`` from ``namespace`` (or ``pod``) meets."""
    host, _, port_text = address.rpartition(":")
    if not host or not port_text.isdigit():
        return Answer(f"{address!r} is not host:port")
    if address in world.externals:
        return Answer()
    port = int(port_text)
    if host in LOCAL:
        listening = _listening(pod, port, world.now) if pod else None
        why = "" if listening else f"nothing listens on port {port} in its own pod"
        return Answer(why, listening, pod)
    service, why = find_service(world, host, namespace)
    return Answer(why) if service is None else _through(world, service, port)


def find_service(
    world: World, host: str, namespace: str
) -> Tuple[Optional[Manifest], str]:
    """The service a name means, or why it means none."""
    parts = host.rstrip(".").split(".")
    name = parts[0]
    where = parts[1] if len(parts) > 1 else namespace
    rest = parts[2:]
    if rest not in ([], ["svc"], ["svc", "cluster", "local"]):
        return None, f"{host} is no name inside of the cluster"
    service = world.get("Service", where, name)
    if service is None:
        return None, f"there is no service {name} in the namespace {where}"
    return service, ""


def _through(world: World, service: Manifest, port: int) -> Answer:
    entry = next(
        (
            each
            for each in maps(at(service.body, "spec", "ports"))
            if at(each, "port") == port
        ),
        None,
    )
    if entry is None:
        ports = ", ".join(
            str(at(each, "port")) for each in maps(at(service.body, "spec", "ports"))
        )
        return Answer(f"{service.title} has no port {port}, but {ports or 'none'}")
    pods = selected(world, service)
    if not pods:
        wanted = mapping(at(service.body, "spec", "selector"))
        pairs = ", ".join(f"{key}={value}" for key, value in wanted.items())
        return Answer(f"{service.title} selects no pod with {pairs or 'no selector'}")
    ready = [each for each in pods if each.is_ready]
    if not ready:
        return Answer(f"no pod behind {service.title} is ready")
    return _behind(world, service, entry, ready)


def _behind(world: World, service: Manifest, entry: Map, ready: List[Pod]) -> Answer:
    target = at(entry, "targetPort", default=at(entry, "port"))
    for pod in ready:
        number = port_number(pod, target)
        run = _listening(pod, number, world.now)
        if run is not None:
            return Answer("", run, pod)
    return Answer(f"{service.title} leads to port {target}, where nothing listens")


def selected(world: World, service: Manifest) -> List[Pod]:
    """The pods that a service's selector meets."""
    wanted = mapping(at(service.body, "spec", "selector"))
    where = service.namespace or "default"
    return [
        pod
        for pod in world.pods
        if wanted
        and pod.namespace == where
        and all(pod.labels.get(key) == value for key, value in wanted.items())
    ]


def port_number(pod: Pod, target: object) -> int:
    """A port's number; names are looked up in the pod's containers."""
    if isinstance(target, int):
        return target
    for run in pod.mains:
        for each in maps(at(run.container.body, "ports")):
            if at(each, "name") == target:
                return int(at(each, "containerPort", default=0))
    return int(str(target)) if str(target).isdigit() else 0


def _listening(pod: Optional[Pod], port: int, now: int) -> Optional[Run]:
    for run in pod.mains if pod else ():
        if run.program and port in run.program.listens and run.is_up(now):
            return run
    return None


def unmet(world: World, pod: Pod, run: Run) -> Iterator[str]:
    """What a running program needs and does not reach, and why."""
    for address in run.program.needs(run.environment) if run.program else ():
        answer = reach(world, address, pod.namespace, pod)
        if not answer.is_there:
            yield f"{address}: {answer.why}"


def http_status(world: World, run: Optional[Run], pod: Optional[Pod], path: str) -> int:
    """What a GET of ``path`` is answered with; 0 if by nobody."""
    if run is None or pod is None or run.program is None or not run.is_up(world.now):
        return 0
    status = run.program.paths.get(path.split("?")[0] or "/", 404)
    if path in run.program.dependent and any(unmet(world, pod, run)):
        return 503
    return status
