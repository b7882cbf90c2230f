"""Whether a container can start: image, variables, volumes, user and memory."""

import base64
import binascii
from typing import Dict, Iterator, Tuple

from .asking import VARIABLE
from .manifests import Manifest
from .marked import Map, at, mapping, maps, texts
from .programs import program_in
from .quantities import amount, mebibytes
from .world import Node, Pod, Run, World

FIELDS = {
    "metadata.name": lambda pod: pod.name,
    "metadata.namespace": lambda pod: pod.namespace,
    "spec.nodeName": lambda pod: pod.node,
    "status.podIP": lambda pod: "10.0.0.1",
    "status.hostIP": lambda pod: "10.1.0.1",
}


class CannotStartError(Exception):
    """Why a container stays in waiting, with Kubernetes' own word for it in front."""


def prepare(world: World, pod: Pod, run: Run) -> None:
    """Give a container its program and variables; raise CannotStartError."""
    image = str(at(run.container.body, "image", default=""))
    run.environment = environment(world, pod, run)
    run.program = program_in(world.programs, image)
    if run.container.is_init:
        return
    if run.program is None:
        raise CannotStartError(f"ImagePullBackOff: nobody has an image called {image}")
    _expect_user(pod, run)


def _expect_user(pod: Pod, run: Run) -> None:
    pod_context = mapping(at(pod.spec, "securityContext"))
    own = mapping(at(run.container.body, "securityContext"))
    user = at(own, "runAsUser", default=at(pod_context, "runAsUser"))
    must_not = at(own, "runAsNonRoot", default=at(pod_context, "runAsNonRoot"))
    is_root = user == 0 or (user is None and run.program and run.program.is_root)
    if must_not and is_root:
        raise CannotStartError(
            "CreateContainerConfigError: runAsNonRoot is set and the image runs as root"
        )


def environment(world: World, pod: Pod, run: Run) -> Dict[str, str]:
    """A container's variables; raise CannotStartError where a source is missing."""
    found: Dict[str, str] = {}
    for source in maps(at(run.container.body, "envFrom")):
        prefix = str(at(source, "prefix", default=""))
        for key, value in _all_of(world, pod, source):
            found[f"{prefix}{key}"] = value
    for each in maps(at(run.container.body, "env")):
        name = str(at(each, "name", default=""))
        if "valueFrom" in each:
            value = _value_from(world, pod, mapping(each["valueFrom"]))
        else:
            value = str(at(each, "value", default=""))
        if value is not None:
            found[name] = VARIABLE.sub(
                lambda m: (
                    found.get(m.group(1), m.group(0)) if m.group(1) else m.group(0)
                ),
                value,
            )
    return found


def _value_from(world: World, pod: Pod, source: Map):
    if "fieldRef" in source:
        field = FIELDS.get(str(at(source, "fieldRef", "fieldPath")))
        return field(pod) if field else ""
    for key, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
        if key in source:
            reference = mapping(source[key])
            name, wanted = str(at(reference, "name")), str(at(reference, "key"))
            data = data_of(world, pod.namespace, kind, name)
            if data is not None and wanted in data:
                return data[wanted]
            if at(reference, "optional") is True:
                return None
            lacking = f"the key {wanted} of " if data is not None else ""
            said = f"{lacking}{kind.lower()}/{name} is not there"
            raise CannotStartError(f"CreateContainerConfigError: {said}")
    return ""


def _all_of(world: World, pod: Pod, source: Map) -> Iterator[Tuple[str, str]]:
    for key, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
        if key in source:
            name = str(at(source, key, "name"))
            data = data_of(world, pod.namespace, kind, name)
            if data is None and at(source, key, "optional") is not True:
                raise CannotStartError(
                    f"CreateContainerConfigError: {kind.lower()}/{name} is not there"
                )
            yield from (data or {}).items()


def data_of(world: World, namespace: str, kind: str, name: str):
    """What a ConfigMap or Secret holds, or None."""
    found = world.get(kind, namespace, name)
    if found is None:
        return None
    data = {k: _text(v) for k, v in mapping(at(found.body, "data")).items()}
    if kind == "Secret":
        data = {key: _decoded(value) for key, value in data.items()}
        written = mapping(at(found.body, "stringData"))
        data.update({key: _text(value) for key, value in written.items()})
    return data


def _text(value) -> str:
    return "" if value is None else str(value)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def missing_volume(world: World, pod: Pod) -> str:
    """Why the pod's volumes cannot be mounted, or nothing."""
    kinds = (
        ("configMap", "name", "ConfigMap"),
        ("secret", "secretName", "Secret"),
        ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim"),
    )
    for volume in maps(at(pod.spec, "volumes")):
        for key, name, kind in kinds:
            wanted = at(volume, key, name)
            if not wanted or at(volume, key, "optional") is True:
                continue
            if world.get(kind, pod.namespace, str(wanted)) is None:
                return f"ContainerCreating: {kind.lower()}/{wanted} is not there"
    return ""


def place_for(world: World, pod: Pod) -> Tuple[str, str]:
    """The node that takes the pod, or why none does."""
    wanted = mapping(at(pod.spec, "nodeSelector"))
    fitting = [
        n for n in world.nodes if all(n.labels.get(k) == v for k, v in wanted.items())
    ]
    if not fitting:
        return "", "Pending: no node has the labels that nodeSelector asks for"
    cpu, memory = asked(pod)
    for node in fitting:
        used = [asked(each) for each in world.pods if each.node == node.name]
        if _has_room(node, [*used, (cpu, memory)]):
            return node.name, ""
    return "", f"Pending: no node has {cpu:g} cpu and {memory:.0f} MiB left"


def _has_room(node: Node, used) -> bool:
    cpu, memory = (sum(each[i] for each in used) for i in (0, 1))
    return cpu <= node.cpu and memory <= node.memory_mib


def asked(pod: Pod) -> Tuple[float, float]:
    """The cores and MiB that a pod's containers ask for."""
    cpu = memory = 0.0
    for run in pod.mains:
        resources = mapping(at(run.container.body, "resources"))
        cpu += amount(_request(resources, "cpu"))
        memory += mebibytes(_request(resources, "memory"), 0.0)
    return cpu, memory


def _request(resources: Map, name: str):
    """A request, which is the limit where only that is given."""
    return at(resources, "requests", name, default=at(resources, "limits", name))


def is_out_of_memory(run: Run) -> bool:
    """Does its program need more than the container's limit?"""
    limit = mebibytes(at(run.container.body, "resources", "limits", "memory"))
    return run.program is not None and run.program.memory_mib > limit


def words_of(run: Run):
    """A container's command and arguments."""
    body = run.container.body
    return [*texts(at(body, "command")), *texts(at(body, "args"))]


def owner_of(manifest: Manifest) -> str:
    """How pods say who made them."""
    return f"{manifest.namespace or 'default'}/{manifest.title}"
