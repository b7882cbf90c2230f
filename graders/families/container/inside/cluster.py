"""A small simulated cluster: takes objects, drives probes, says what goes ready."""

from typing import FrozenSet, Iterator, List, Optional, Sequence

from .admission import refusals
from .controlling import pods_of, reconcile, revision_of, wanted
from .findings import BrokenRules, Finding
from .kubelet import restart, tick
from .manifests import Manifest, Manifests
from .marked import NOWHERE, clone, marked
from .network import URL, Answer, http_status, reach
from .programs import Program
from .schemas import VERSION, valid_for
from .starting import owner_of
from .world import Node, Pod, Run, World, namespace_of

LONGEST_S = 3600
SYSTEM = ("default", "kube-system", "kube-public", "kube-node-lease")
HINT = "Try it: kubectl describe pod says the same."


class Cluster:
    """Deterministic: the same objects give the same seconds, on any machine."""

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        nodes: Sequence[Node] = (Node(),),
        externals: Sequence[str] = (),
        version: str = VERSION,
        custom: FrozenSet[str] = frozenset(),
        namespaces: Sequence[str] = (),
    ) -> None:
        self.world = World(tuple(programs), tuple(nodes), tuple(externals))
        self._version = version
        self._custom = custom
        self._ready: List[List[str]] = []
        for name in (*SYSTEM, *namespaces):
            body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
            made = Manifest(marked(body, NOWHERE))
            self.world.objects["Namespace", "default", name] = made

    def apply(self, manifests: Manifests) -> "Cluster":
        """Take objects as ``kubectl apply`` would, or fail with every refusal."""
        rule = valid_for(self._version, custom=self._custom)
        if found := [*rule(manifests), *refusals(self.world, manifests)]:
            raise BrokenRules(found)
        for each in manifests:
            where = "default" if each.kind == "Namespace" else namespace_of(each)
            self.world.objects[each.kind, where, each.name] = Manifest(clone(each.body))
        return self

    def run(self, seconds: int) -> "Cluster":
        """Let time pass."""
        for _ in range(min(seconds, LONGEST_S)):
            reconcile(self.world)
            for pod in list(self.world.pods):
                if pod.owner not in self.world.stopped:
                    tick(self.world, pod)
            ready = [pod.owner for pod in self.world.pods if pod.is_ready]
            self._ready.append(ready)
            self.world.now += 1
        return self

    def find(self, title: str) -> Manifest:
        """The applied object ``deployment/api`` or ``edge/deployment/api``."""
        for key, each in self.world.objects.items():
            names = (each.title, f"{key[1]}/{each.title}")
            if title.lower() in names:
                return each
        raise BrokenRules([Finding("applied", NOWHERE, f"there is no {title}")])

    def pods(self, title: str) -> List[Pod]:
        """The pods an object has now."""
        return pods_of(self.world, self.find(title))

    def is_ready(self, title: str) -> bool:
        """Are all of its pods ready, and of its newest description?"""
        each = self.find(title)
        pods = pods_of(self.world, each)
        is_new = all(pod.revision == revision_of(each) for pod in pods)
        is_full = len(pods) == wanted(self.world, each)
        return is_full and is_new and all(pod.is_ready for pod in pods)

    def expect_ready(self, *titles: str, within: int = 180) -> int:
        """Let up to ``within`` seconds pass until all are ready; return how many."""
        began = self.world.now
        while self.world.now - began < within:
            if all(self.is_ready(title) for title in titles):
                return self.world.now - began
            self.run(1)
        found = [f for title in titles for f in self._why_not(title, within)]
        if found:
            raise BrokenRules(found)
        return self.world.now - began

    def _why_not(self, title: str, within: int) -> Iterator[Finding]:
        if self.is_ready(title):
            return
        each = self.find(title)
        pods = pods_of(self.world, each)
        for pod in [pod for pod in pods if not pod.is_ready][:2]:
            run = next((r for r in pod.runs if not _is_well(r)), None)
            why = pod.reason or (run.reason if run else "") or "it has not started yet"
            who = f"{run.container.name}: " if run and not pod.reason else ""
            place = run.container.place if run else each.place
            said = f"{title} is not ready after {within} s; {who}{why}"
            yield Finding("goes-ready", place, said, HINT)
        if not pods:
            yield Finding("goes-ready", each.place, f"{title} makes no pod", HINT)

    def reach(self, address: str, *, namespace: str = "default") -> Answer:
        """What a connection to ``host:port`` from a namespace meets."""
        return reach(self.world, address, namespace)

    def get(self, url: str, *, namespace: str = "default") -> int:
        """The status of a page, asked from inside; 0 where nobody answers."""
        match = URL.match(url)
        if match is None:
            raise ValueError(f"{url} is no address")
        host, port, path = match.group(1), match.group(2) or "80", match.group(3) or "/"
        answer = self.reach(f"{host}:{port}", namespace=namespace)
        return http_status(self.world, answer.run, answer.pod, path)

    def run_of(self, title: str, container: str = "") -> Optional[Run]:
        """A container of the first ready pod, with its variables."""
        ready = [pod for pod in self.pods(title) if pod.is_ready]
        for run in ready[0].mains if ready else ():
            if container in ("", run.container.name):
                return run
        return None

    def restart(self, title: str) -> None:
        """All pods of an object lose power; what isn't on a volume is gone."""
        for pod in self.pods(title):
            restart(self.world, pod)

    def stop(self, title: str) -> None:
        """Hold an object's pods down until ``start``."""
        self.restart(title)
        self.world.stopped.append(owner_of(self.find(title)))

    def start(self, title: str) -> None:
        """Let stopped pods come up again."""
        self.world.stopped.remove(owner_of(self.find(title)))

    def fewest_ready(self, title: str, *, since: int = 0) -> int:
        """The least number of ready pods in any second since then."""
        owner = owner_of(self.find(title))
        counts = [ready.count(owner) for ready in self._ready[since:]]
        return min(counts) if counts else 0

    @property
    def now(self) -> int:
        """Seconds since the cluster began."""
        return self.world.now


def _is_well(run: Run) -> bool:
    return run.state == "done" if run.container.is_init else run.is_ready
