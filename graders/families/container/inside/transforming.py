"""What a kustomization changes in all of its objects: names, labels, images."""

from typing import Dict, Iterator, List, Tuple

from .findings import UnreadableError
from .generating import SUFFIX
from .image_names import read_image
from .manifests import POD_PATHS, Manifest
from .marked import Map, at, mapping, maps

CLUSTER_WIDE = (
    "Namespace Node PersistentVolume StorageClass ClusterRole ClusterRoleBinding "
    "CustomResourceDefinition PriorityClass IngressClass"
).split()
# In a pod: which lists of things name which kind, and under which key.
VOLUMES = (
    ("configMap", "name", "ConfigMap"),
    ("secret", "secretName", "Secret"),
    ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim"),
)
SOURCES = (
    ("configMapRef", "ConfigMap"),
    ("configMapKeyRef", "ConfigMap"),
    ("secretRef", "Secret"),
    ("secretKeyRef", "Secret"),
)
Renames = Dict[Tuple[str, str], str]


def transform(objects: List[Manifest], body: Map) -> None:
    """Apply everything but patches and generators, in Kustomize's order."""
    for replicas in maps(at(body, "replicas")):
        _set_replicas(objects, replicas)
    _rename(objects, body)
    _set_namespace(objects, str(at(body, "namespace", default="")))
    _set_labels(objects, body)
    _annotate(objects, mapping(at(body, "commonAnnotations")))
    for image in maps(at(body, "images")):
        _set_image(objects, image)


def _rename(objects: List[Manifest], body: Map) -> None:
    prefix = str(at(body, "namePrefix", default=""))
    suffix = str(at(body, "nameSuffix", default=""))
    renames: Renames = {}
    for each in objects:
        if each.kind == "Namespace":
            continue
        metadata = mapping(at(each.body, "metadata"))
        notes = mapping(at(metadata, "annotations"))
        hashed = notes.pop(SUFFIX, "")
        new = f"{prefix}{each.name}{suffix}" + (f"-{hashed}" if hashed else "")
        if hashed and not notes:
            metadata.pop("annotations", None)
        if new != each.name:
            renames[(each.kind, each.name)] = new
            metadata["name"] = new
    for each in objects:
        for holder, key, kind in references(each):
            old = (kind, str(holder[key]))
            if old in renames:
                holder[key] = renames[old]


def references(each: Manifest) -> Iterator[Tuple[Map, str, str]]:
    """Every field that names another object: the mapping, the key, the kind."""
    yield from _in_pod(each)
    spec = mapping(at(each.body, "spec"))
    if each.kind == "StatefulSet" and "serviceName" in spec:
        yield spec, "serviceName", "Service"
    if each.kind == "HorizontalPodAutoscaler" and at(spec, "scaleTargetRef", "name"):
        scaled = spec["scaleTargetRef"]
        yield scaled, "name", str(at(scaled, "kind", default=""))
    for rule in maps(at(spec, "rules")) if each.kind == "Ingress" else ():
        for path in maps(at(rule, "http", "paths")):
            if at(path, "backend", "service", "name"):
                yield path["backend"]["service"], "name", "Service"


def _in_pod(each: Manifest) -> Iterator[Tuple[Map, str, str]]:
    pod = mapping(each.pod)
    if "serviceAccountName" in pod:
        yield pod, "serviceAccountName", "ServiceAccount"
    for volume in maps(at(pod, "volumes")):
        for key, name, kind in VOLUMES:
            if at(volume, key, name):
                yield volume[key], name, kind
    for container in each.containers():
        for source in maps(at(container.body, "envFrom")):
            yield from _sources(source)
        for variable in maps(at(container.body, "env")):
            yield from _sources(mapping(at(variable, "valueFrom")))


def _sources(holder: Map) -> Iterator[Tuple[Map, str, str]]:
    for key, kind in SOURCES:
        if at(holder, key, "name"):
            yield holder[key], "name", kind


def _set_namespace(objects: List[Manifest], namespace: str) -> None:
    for each in objects if namespace else ():
        metadata = mapping(at(each.body, "metadata"))
        if each.kind == "Namespace":
            metadata["name"] = namespace
        elif each.kind not in CLUSTER_WIDE:
            metadata["namespace"] = namespace


def _set_labels(objects: List[Manifest], body: Map) -> None:
    common = mapping(at(body, "commonLabels"))
    if common:
        for each in objects:
            _label(each, common, selectors=True, templates=True)
    for entry in maps(at(body, "labels")):
        selectors = at(entry, "includeSelectors") is True
        templates = selectors or at(entry, "includeTemplates") is True
        pairs = mapping(at(entry, "pairs"))
        for each in objects:
            _label(each, pairs, selectors=selectors, templates=templates)


def _label(each: Manifest, pairs: Map, *, selectors: bool, templates: bool) -> None:
    _inner(each.body, "metadata", "labels").update(pairs)
    path = POD_PATHS.get(each.kind, ())[:-1]
    if path and templates:
        _inner(each.body, *path, "metadata", "labels").update(pairs)
    if selectors and path:
        _inner(each.body, "spec", "selector", "matchLabels").update(pairs)
    if selectors and each.kind == "Service" and at(each.body, "spec", "selector"):
        _inner(each.body, "spec", "selector").update(pairs)


def _annotate(objects: List[Manifest], pairs: Map) -> None:
    for each in objects if pairs else ():
        _inner(each.body, "metadata", "annotations").update(pairs)


def _inner(body: Map, *path: str) -> Map:
    """The mapping at ``path``, made where it is missing."""
    for step in path:
        if not isinstance(body.get(step), Map):
            body.put(step, Map(body.place), body.place.line)
        body = body[step]
    return body


def _set_image(objects: List[Manifest], image: Map) -> None:
    wanted = str(at(image, "name", default=""))
    new_name, tag, digest = (
        str(at(image, key, default="")) for key in ("newName", "newTag", "digest")
    )
    for each in objects:
        for container in each.containers():
            old = read_image(str(at(container.body, "image", default="")))
            if old.repository != wanted:
                continue
            name = new_name or old.repository
            own_tag = tag or ("" if digest else old.tag)
            said = f"{name}:{own_tag}" if own_tag else name
            said += f"@{digest}" if digest else ""
            container.body.put("image", said)


def _set_replicas(objects: List[Manifest], entry: Map) -> None:
    name, count = at(entry, "name"), at(entry, "count")
    met = [each for each in objects if each.name == name and each.pod is not None]
    if not met or not isinstance(count, int):
        raise UnreadableError(f"{entry.place}: no workload is called {name!s:.60}.")
    for each in met:
        mapping(at(each.body, "spec")).put("replicas", count, entry.place.line)
