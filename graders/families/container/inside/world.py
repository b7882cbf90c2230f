"""What a simulated cluster holds: objects, pods and the second it is."""

from dataclasses import dataclass, field
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from .manifests import Container, Manifest
from .marked import Map
from .programs import Environment, Program

Key = Tuple[str, str, str]  # kind, namespace, name


@dataclass(frozen=True)
class Node:
    """A machine of the cluster."""

    name: str = "node-1"
    cpu: float = 4.0
    memory_mib: float = 8192.0
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Run:
    """One container of a pod, as it goes."""

    container: Container
    state: str = "waiting"  # waiting | running | done
    reason: str = ""
    since: int = 0
    retry_at: int = 0
    restarts: int = 0
    is_started: bool = False
    is_ready: bool = False
    program: Optional[Program] = None
    environment: Environment = field(default_factory=dict)
    failures: Dict[str, int] = field(default_factory=dict)
    successes: Dict[str, int] = field(default_factory=dict)

    def is_up(self, now: int) -> bool:
        """Has its program come as far as to listen?"""
        if self.state != "running" or self.program is None:
            return False
        return now - self.since >= self.program.starts_s


@dataclass
class Pod:
    """One pod; ``revision`` tells which description it was made from."""

    name: str
    namespace: str
    owner: str
    revision: str
    spec: Map
    labels: Map
    inits: List[Run]
    mains: List[Run]
    node: str = ""
    reason: str = ""

    @property
    def is_ready(self) -> bool:
        """Do services send it requests?"""
        return bool(self.mains) and all(run.is_ready for run in self.mains)

    @property
    def runs(self) -> List[Run]:
        """All of its containers."""
        return [*self.inits, *self.mains]


@dataclass
class World:
    """Everything that is; the rest of the simulator moves it on."""

    programs: Sequence[Program]
    nodes: Sequence[Node] = (Node(),)
    externals: Sequence[str] = ()  # addresses outside that answer: "host:port"
    objects: Dict[Key, Manifest] = field(default_factory=dict)
    pods: List[Pod] = field(default_factory=list)
    stopped: List[str] = field(default_factory=list)  # pods' owners held down
    events: List[str] = field(default_factory=list)
    now: int = 0
    made: int = 0

    def get(self, kind: str, namespace: str, name: str) -> Optional[Manifest]:
        """An object, or nothing."""
        return self.objects.get((kind, namespace, name))

    def of(self, *kinds: str) -> Iterator[Manifest]:
        """The objects of some kinds, in the order they came."""
        return (each for each in list(self.objects.values()) if each.kind in kinds)

    def note(self, who: str, what: str) -> None:
        """An event; one that was just told is not told again."""
        line = f"{who}: {what}"
        if not any(each.endswith(line) for each in self.events[-40:]):
            self.events.append(f"{self.now:4d} s  {line}")


def namespace_of(each: Manifest) -> str:
    """Where an object lives."""
    return each.namespace or "default"
