"""Kubernetes objects as handed in, with the places of everything in them."""

from dataclasses import dataclass, field
from typing import Dict, Iterator, List, Optional, Tuple

from .findings import BrokenRules, Finding, Graded, Rule, expect_rules, share_of_rules
from .marked import NOWHERE, Map, Place, at, mapping, maps

WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")
POD_PATHS: Dict[str, Tuple[str, ...]] = {
    "Pod": ("spec",),
    **dict.fromkeys(WORKLOADS, ("spec", "template", "spec")),
    "ReplicaSet": ("spec", "template", "spec"),
    "Job": ("spec", "template", "spec"),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
}


@dataclass(frozen=True)
class Container:
    """One container of an object; ``is_init`` if it runs before the others."""

    owner: "Manifest"
    body: Map
    is_init: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return str(at(self.body, "name", default="(without a name)"))

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.body.place

    def place_of(self, key: str) -> Place:
        """Where one of its keys stands, or it itself."""
        return self.body.place_of(key)


@dataclass(frozen=True)
class Manifest:
    """One object of the API."""

    body: Map

    @property
    def kind(self) -> str:
        """Such as Deployment."""
        return str(at(self.body, "kind", default=""))

    @property
    def version(self) -> str:
        """Such as apps/v1."""
        return str(at(self.body, "apiVersion", default=""))

    @property
    def name(self) -> str:
        """What it is called."""
        return str(at(self.body, "metadata", "name", default=""))

    @property
    def namespace(self) -> str:
        """Where it says it lives; empty where it doesn't."""
        return str(at(self.body, "metadata", "namespace", default=""))

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.body.place

    @property
    def title(self) -> str:
        """As people call it: deployment/api."""
        return f"{self.kind.lower()}/{self.name or '(without a name)'}"

    @property
    def pod(self) -> Optional[Map]:
        """The description of its pods, if it has any."""
        path = POD_PATHS.get(self.kind)
        found = at(self.body, *path) if path else None
        return found if isinstance(found, Map) else None

    @property
    def pod_labels(self) -> Map:
        """The labels of its pods."""
        path = POD_PATHS.get(self.kind, ("spec",))[:-1]
        return mapping(at(self.body, *path, "metadata", "labels"))

    def containers(self, *, init: bool = True) -> List[Container]:
        """Its containers, those that run first in front."""
        first = maps(at(self.pod, "initContainers")) if init else []
        found = [Container(self, body, True) for body in first]
        rest = maps(at(self.pod, "containers"))
        return found + [Container(self, body) for body in rest]


@dataclass(frozen=True)
class Manifests:
    """Several objects, from one or more files."""

    objects: Tuple[Manifest, ...] = field(default=())

    def __iter__(self) -> Iterator[Manifest]:
        return iter(self.objects)

    def __len__(self) -> int:
        return len(self.objects)

    def of(self, *kinds: str) -> "Manifests":
        """Only objects of these kinds."""
        return Manifests(tuple(each for each in self if each.kind in kinds))

    def find(self, title: str, namespace: str = "") -> Optional[Manifest]:
        """The object called ``deployment/api``, or nothing."""
        for each in self:
            is_there = namespace in ("", each.namespace or "default")
            if each.title == title.lower() and is_there:
                return each
        return None

    def require(self, title: str, namespace: str = "") -> Manifest:
        """The object called ``deployment/api``, or the running check fails."""
        found = self.find(title, namespace)
        if found is None:
            where = f" in the namespace {namespace}" if namespace else ""
            said = f"there is no {title}{where}"
            raise BrokenRules([Finding("objects", NOWHERE, said)])
        return found

    def containers(self, *, init: bool = True) -> List[Container]:
        """Every container of every object."""
        return [one for each in self for one in each.containers(init=init)]

    def pods(self) -> List[Manifest]:
        """The objects that make pods."""
        return [each for each in self if each.pod is not None]

    def expect(self, *rules: "Rule[Manifests]") -> None:
        """Fail the running check with all that these rules find."""
        expect_rules(self, *rules)

    def share(self, *rules: "Rule[Manifests]") -> Graded:
        """The share of these rules that is kept, for bands."""
        return share_of_rules(self, *rules)

    def expect_kinds(self, **least: int) -> None:
        """Fail unless there are so many of each kind: ``Deployment=2``."""

        def kinds(target: "Manifests") -> Iterator[Finding]:
            for kind, count in least.items():
                found = len(target.of(kind))
                if found < count:
                    place = target.objects[0].place if target.objects else NOWHERE
                    said = f"{found} objects of kind {kind}; {count} are asked for"
                    yield Finding("kinds", place, said)

        expect_rules(self, kinds)


def manifests_of(documents: List[object]) -> Manifests:
    """The objects in YAML documents; a List is taken apart."""
    found: List[Manifest] = []
    for body in documents:
        if isinstance(body, Map) and str(at(body, "kind", default="")) == "List":
            found += [Manifest(each) for each in maps(at(body, "items"))]
        elif isinstance(body, Map):
            found.append(Manifest(body))
    return Manifests(tuple(found))
