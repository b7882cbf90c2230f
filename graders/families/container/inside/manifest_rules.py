"""Rules for Kubernetes objects, to be named in a judge.py."""

import re
from typing import Callable, Iterator, Sequence, Tuple

from .docker_rules import SECRET
from .findings import Finding, name_of
from .image_names import why_floating
from .manifests import Container, Manifest, Manifests
from .marked import NOWHERE, Place, at, mapping, maps, texts

ManifestRule = Callable[[Manifests], Iterator[Finding]]
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def no_floating_tag(target: Manifests) -> Iterator[Finding]:
    """Every image names a version or a digest."""
    for each in target.containers():
        if why := why_floating(str(at(each.body, "image", default=""))):
            todo = "Name the version that you tested."
            yield Finding(name_of(no_floating_tag), each.place_of("image"), why, todo)


def resource_limits(target: Manifests) -> Iterator[Finding]:
    """Every container asks for cpu and memory, and is limited in memory."""
    for each in target.containers(init=False):
        resources = at(each.body, "resources", default={})
        cpu = at(resources, "requests", "cpu", default=at(resources, "limits", "cpu"))
        lacking = [] if cpu is not None else ["requests.cpu"]
        if at(resources, "limits", "memory") is None:
            lacking.append("limits.memory")
        if lacking:
            said = f"{each.name} has no resources.{' and no '.join(lacking)}"
            todo = "Measure what it needs, and leave a little room."
            rule = name_of(resource_limits)
            yield Finding(rule, each.place_of("resources"), said, todo)


def non_root(target: Manifests) -> Iterator[Finding]:
    """Every pod says that it doesn't run as root."""
    for each in target.containers():
        pod = at(each.owner.pod, "securityContext", default={})
        own = at(each.body, "securityContext", default={})
        promised = at(own, "runAsNonRoot", default=at(pod, "runAsNonRoot"))
        user = at(own, "runAsUser", default=at(pod, "runAsUser"))
        if user == 0 or (promised is not True and not user):
            said = f"{each.name} may run as root"
            todo = "securityContext: runAsNonRoot: true, and a runAsUser."
            place = each.place_of("securityContext")
            yield Finding(name_of(non_root), place, said, todo)


def privileged_only(*names: str) -> ManifestRule:
    """No container is privileged or on the host's network, but these pods."""

    def rule(target: Manifests) -> Iterator[Finding]:
        for each in target.pods():
            if each.name in names:
                continue
            for place, said in _privileges(each):
                todo = f"Only {', '.join(names)} needs that." if names else "Remove it."
                yield Finding("no-privileged", place, said, todo)

    rule.__name__ = "no_privileged"
    return rule


no_privileged = privileged_only()


def _privileges(each: Manifest) -> Iterator[Tuple[Place, str]]:
    pod = mapping(each.pod)
    for key in ("hostNetwork", "hostPID", "hostIPC"):
        if at(pod, key):
            yield pod.place_of(key), f"{each.title} uses {key}"
    for volume in maps(at(pod, "volumes")):
        if "hostPath" in volume:
            name = at(volume, "name", default="?")
            yield volume.place, f"the volume {name} is a folder of the host"
    for container in each.containers():
        security = mapping(at(container.body, "securityContext"))
        if at(security, "privileged"):
            place = security.place_of("privileged")
            yield place, f"{container.name} is privileged"
        if at(security, "capabilities", "add"):
            place = security.place_of("capabilities")
            yield place, f"{container.name} adds capabilities"


def no_privilege_escalation(target: Manifests) -> Iterator[Finding]:
    """No process may get more rights than it began with."""
    for each in target.containers():
        if at(each.body, "securityContext", "allowPrivilegeEscalation") is not False:
            said = f"{each.name} may get more rights than it began with"
            todo = "securityContext: allowPrivilegeEscalation: false"
            place = each.place_of("securityContext")
            yield Finding(name_of(no_privilege_escalation), place, said, todo)


def probes(*containers: str, kinds: Sequence[str] = PROBES, path: str = ""):
    """These containers have these probes; HTTP ones ask for ``path``."""

    def rule(target: Manifests) -> Iterator[Finding]:
        for each in target.containers(init=False):
            if each.name in containers or not containers:
                for kind in kinds:
                    yield from _probe(each, kind, path)

    rule.__name__ = "probes"
    return rule


def _probe(each: Container, kind: str, path: str) -> Iterator[Finding]:
    probe = at(each.body, kind)
    if probe is None:
        said = f"{each.name} has no {kind}"
        yield Finding("probes", each.place, said, f"Add a {kind}.")
    elif path and at(probe, "httpGet", "path") != path:
        said = f"the {kind} of {each.name} doesn't ask for {path}"
        yield Finding("probes", each.place_of(kind), said, f"httpGet: path: {path}")


def own_namespace(name: str) -> ManifestRule:
    """Everything lives in one namespace, which is made too."""

    def rule(target: Manifests) -> Iterator[Finding]:
        if target.find(f"namespace/{name}") is None:
            said = f"no object makes the namespace {name}"
            yield Finding("own-namespace", NOWHERE, said, "kind: Namespace")
        for each in target:
            if each.kind != "Namespace" and each.namespace != name:
                there = each.namespace or "default"
                said = f"{each.title} lands in the namespace {there}"
                todo = f"metadata: namespace: {name}"
                yield Finding("own-namespace", each.place, said, todo)

    rule.__name__ = "own_namespace"
    return rule


def no_plain_secrets(target: Manifests) -> Iterator[Finding]:
    """No password stands in an environment variable's value."""
    for each in target.containers():
        for variable in maps(at(each.body, "env")):
            name = str(at(variable, "name", default=""))
            if SECRET.search(name) and at(variable, "value"):
                said = f"{name} is written out for everybody who reads this file"
                todo = "valueFrom: secretKeyRef"
                rule = name_of(no_plain_secrets)
                yield Finding(rule, variable.place_of("value"), said, todo)


def init_waits(target: Manifests) -> Iterator[Finding]:
    """Init containers that only sleep: a guess instead of a question."""
    for each in target.containers():
        body = each.body
        words = " ".join(texts(at(body, "command")) + texts(at(body, "args")))
        if each.is_init and re.fullmatch(r"(sh -c )?sleep \d+\w?", words.strip()):
            said = f"{each.name} only sleeps, whatever it is that it waits for"
            todo = "Ask in a loop until the answer comes."
            yield Finding(name_of(init_waits), each.place_of("command"), said, todo)
