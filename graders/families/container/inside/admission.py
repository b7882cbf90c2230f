"""What an API server refuses before anything starts."""

from typing import Callable, Iterator, List

from .findings import Finding
from .manifests import WORKLOADS, Manifest, Manifests
from .marked import Place, at, mapping, maps
from .quantities import amount
from .schemas import selector_problem
from .transforming import CLUSTER_WIDE
from .world import World, namespace_of


def refusals(world: World, manifests: Manifests) -> List[Finding]:
    """Everything that would not be taken, schemas apart."""
    made = {each.name for each in manifests.of("Namespace")}
    there = {key[2] for key in world.objects if key[0] == "Namespace"}
    found: List[Finding] = []
    seen = set()
    for each in manifests:
        key = (each.kind, each.namespace or "default", each.name)
        if key in seen:
            said = f"{each.title} is there twice; only the last would stay"
            found.append(Finding("applied", each.place, said))
        seen.add(key)
        where = namespace_of(each)
        if each.kind not in CLUSTER_WIDE and where not in made | there:
            said = f"the namespace {where} of {each.title} does not exist"
            todo = "Make it: kind: Namespace."
            found.append(Finding("applied", each.place, said, todo))
        for check in CHECKS:
            found += check(world, each)
    return found


def _selectors(world: World, each: Manifest) -> Iterator[Finding]:
    if each.kind not in WORKLOADS:
        return
    if said := selector_problem(each):
        place = mapping(at(each.body, "spec")).place_of("selector")
        yield Finding("applied", place, f"{each.title}: {said}")
    old = world.get(each.kind, namespace_of(each), each.name)
    selector = at(each.body, "spec", "selector")
    if old is not None and at(old.body, "spec", "selector") != selector:
        said = f"{each.title}: a selector cannot be changed afterwards"
        yield Finding("applied", each.place, said)


def _containers(world: World, each: Manifest) -> Iterator[Finding]:
    names = set()
    volumes = {at(v, "name") for v in maps(at(each.pod, "volumes"))}
    claims = maps(at(each.body, "spec", "volumeClaimTemplates"))
    volumes |= {at(v, "metadata", "name") for v in claims}
    for container in each.containers():
        if container.name in names:
            said = f"two containers of {each.title} are called {container.name}"
            yield Finding("applied", container.place, said)
        names.add(container.name)
        for mount in maps(at(container.body, "volumeMounts")):
            if at(mount, "name") not in volumes:
                said = f"{container.name} mounts {at(mount, 'name')}, no such volume"
                yield Finding("applied", mount.place, said, "List it under volumes.")
        for variable in maps(at(container.body, "env")):
            if "value" in variable and "valueFrom" in variable:
                said = f"{at(variable, 'name')} has a value and a valueFrom"
                yield Finding("applied", variable.place, said)
        yield from _requests(container.name, container.place, container.body)


def _requests(name: str, place: Place, body) -> Iterator[Finding]:
    for key in ("cpu", "memory"):
        asked = at(body, "resources", "requests", key)
        limit = at(body, "resources", "limits", key)
        if asked is not None and limit is not None and amount(asked) > amount(limit):
            said = f"{name} asks for more {key} than its limit"
            yield Finding("applied", place, said)


def _ports(world: World, each: Manifest) -> Iterator[Finding]:
    ports = maps(at(each.body, "spec", "ports")) if each.kind == "Service" else []
    if len(ports) > 1 and not all(at(port, "name") for port in ports):
        said = f"{each.title} has several ports, so each needs a name"
        yield Finding("applied", ports[0].place, said)


CHECKS: List[Callable[[World, Manifest], Iterator[Finding]]] = [
    _selectors,
    _containers,
    _ports,
]
