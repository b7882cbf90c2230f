"""Makes and removes pods until they are what the objects ask for."""

import hashlib
import json
from typing import List

from .manifests import POD_PATHS, WORKLOADS, Container, Manifest
from .marked import at, clone, mapping, maps, plain
from .quantities import count_of
from .starting import owner_of
from .world import Node, Pod, Run, World


def reconcile(world: World) -> None:
    """One look at every object that makes pods."""
    known = {owner_of(each) for each in world.of(*WORKLOADS, "Pod")}
    world.pods = [each for each in world.pods if each.owner in known]
    for each in world.of("Deployment"):
        _deployment(world, each)
    for each in world.of("StatefulSet"):
        _stateful(world, each)
    for each in world.of("DaemonSet"):
        _everywhere(world, each)
    for each in world.of("Pod"):
        _fill(world, each, [each.name])


def replicas_of(each: Manifest) -> int:
    """How many pods it asks for."""
    said = at(each.body, "spec", "replicas", default=1)
    return said if type(said) is int else 1


def wanted(world: World, each: Manifest) -> int:
    """How many pods there should be, in this cluster."""
    if each.kind == "DaemonSet":
        return len(_nodes_for(world, each))
    return replicas_of(each) if each.kind in WORKLOADS else 1


def revision_of(each: Manifest) -> str:
    """Changes when the description of the pods changes."""
    path = POD_PATHS[each.kind]
    template = at(each.body, *path[:-1]) if path[:-1] else each.body
    raw = json.dumps(plain(template), sort_keys=True, default=str)
    return hashlib.sha256(raw.encode()).hexdigest()[:8]


def pods_of(world: World, each: Manifest) -> List[Pod]:
    """The pods an object has made."""
    owner = owner_of(each)
    return [pod for pod in world.pods if pod.owner == owner]


def _deployment(world: World, each: Manifest) -> None:
    count, revision = replicas_of(each), revision_of(each)
    pods = pods_of(world, each)
    new = [pod for pod in pods if pod.revision == revision]
    old = [pod for pod in pods if pod.revision != revision]
    strategy = mapping(at(each.body, "spec", "strategy"))
    if at(strategy, "type") == "Recreate":
        for pod in old:
            world.pods.remove(pod)
        surge, unavailable = 0, count
        old = []
    else:
        rolling = mapping(at(strategy, "rollingUpdate"))
        surge = count_of(at(rolling, "maxSurge", default="25%"), count, up=True)
        said = at(rolling, "maxUnavailable", default="25%")
        unavailable = count_of(said, count, up=False)
        if surge == unavailable == 0:
            unavailable = 1
    for pod in _spare(new, old, least=count - unavailable, count=count):
        world.pods.remove(pod)
        (old if pod in old else new).remove(pod)
    while len(new) < count and len(new) + len(old) < count + surge:
        world.made += 1
        name = f"{each.name}-{revision}-{world.made}"
        new.append(_make(world, each, name, revision))


def _spare(new: List[Pod], old: List[Pod], *, least: int, count: int) -> List[Pod]:
    """The pods that can go now: what is too much, and old ones not needed anymore."""
    found = new[count:]
    ready = sum(pod.is_ready for pod in (*new[:count], *old))
    for pod in sorted(old, key=lambda each: each.is_ready):
        if not pod.is_ready:
            found.append(pod)
        elif ready - 1 >= least:
            ready -= 1
            found.append(pod)
    return found


def _stateful(world: World, each: Manifest) -> None:
    """One after the other: each waits until the one before it is ready."""
    names = [f"{each.name}-{index}" for index in range(replicas_of(each))]
    there = {pod.name: pod for pod in pods_of(world, each)}
    for name in names:
        if name not in there or not there[name].is_ready:
            _fill(world, each, names[: names.index(name) + 1])
            return


def _everywhere(world: World, each: Manifest) -> None:
    _fill(world, each, [f"{each.name}-{node.name}" for node in _nodes_for(world, each)])


def _nodes_for(world: World, each: Manifest) -> List[Node]:
    selector = mapping(at(each.pod, "nodeSelector"))
    return [
        node
        for node in world.nodes
        if all(node.labels.get(key) == value for key, value in selector.items())
    ]


def _fill(world: World, each: Manifest, names: List[str]) -> None:
    """Make the pods of these names that are missing or outdated; no others stay."""
    revision = revision_of(each)
    for pod in pods_of(world, each):
        if pod.name not in names or pod.revision != revision:
            world.pods.remove(pod)
    there = {pod.name for pod in pods_of(world, each)}
    for name in names:
        if name not in there:
            _make(world, each, name, revision)


def _make(world: World, each: Manifest, name: str, revision: str) -> Pod:
    spec = clone(each.pod)
    first = [Container(each, body, True) for body in maps(at(spec, "initContainers"))]
    rest = [Container(each, body) for body in maps(at(spec, "containers"))]
    pod = Pod(
        name,
        each.namespace or "default",
        owner_of(each),
        revision,
        spec,
        each.pod_labels,
        [Run(container) for container in first],
        [Run(container) for container in rest],
    )
    world.pods.append(pod)
    return pod
