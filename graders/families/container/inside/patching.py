"""Kustomize's two kinds of patches: strategic merges, and lists of JSON operations."""

import re
from typing import Any, Dict, List, Optional

from .findings import UnreadableError, shown
from .json_patch import apply_operations
from .manifests import Manifest
from .marked import Map, Seq, at, clone

# Lists that merge item by item, and the key that tells the items apart.
MERGE_KEYS = {
    "containers": ("name",),
    "initContainers": ("name",),
    "volumes": ("name",),
    "env": ("name",),
    "imagePullSecrets": ("name",),
    "ports": ("containerPort", "port"),
    "volumeMounts": ("mountPath",),
    "hostAliases": ("ip",),
}
CORE = re.compile(r"(v1|(apps|batch|policy|autoscaling)/v\d\w*|[\w.]+\.k8s\.io/v\d\w*)")


def patch_objects(
    objects: List[Manifest], patches: List[Dict[str, Any]]
) -> List[Manifest]:
    """The objects with every patch applied in turn; a patch must meet something."""
    found = list(objects)
    for patch in patches:
        for document in patch["documents"]:
            found = _applied(found, document, patch["target"], patch["where"])
    return found


def _applied(
    objects: List[Manifest], document: Any, target: Optional[Map], where: str
) -> List[Manifest]:
    is_operations = isinstance(document, Seq)
    if not is_operations and not isinstance(document, Map):
        raise UnreadableError(f"{where}: a patch is a mapping or a list.")
    if is_operations and target is None:
        raise UnreadableError(f"{where}: a list of operations needs a target.")
    met = [o for o in objects if _meets(o, document, target)]
    if not met:
        raise UnreadableError(
            f"{where}: the patch meets no object of the bases.",
            "Its kind and name are those before namePrefix and namespace.",
        )
    kept = []
    for each in objects:
        if each not in met:
            kept.append(each)
        elif is_operations:
            apply_operations(each.body, document, where)
            kept.append(each)
        elif at(document, "$patch") != "delete":
            kept.append(Manifest(_patched(each, document, target)))
    return kept


def _patched(each: Manifest, document: Map, target: Optional[Map]) -> Map:
    merged: Map = merge(each.body, document, is_core=bool(CORE.fullmatch(each.version)))
    if target is not None:  # the target names the object, not the patch
        meta = at(merged, "metadata")
        if isinstance(meta, Map) and each.name:
            meta["name"] = each.name
        merged["kind"] = each.kind
    return merged


def _meets(each: Manifest, document: Any, target: Optional[Map]) -> bool:
    if target is None:
        wanted = {
            "kind": at(document, "kind"),
            "name": at(document, "metadata", "name"),
            "namespace": at(document, "metadata", "namespace"),
        }
        is_same = wanted["kind"] == each.kind and wanted["name"] == each.name
        return is_same and wanted["namespace"] in (None, each.namespace)
    strange = set(target) - {
        "group",
        "version",
        "kind",
        "name",
        "namespace",
        "labelSelector",
    }
    if strange:
        said = f"{target.place}: a target has no {shown(', '.join(strange), 60)} here."
        raise UnreadableError(said)
    group, _, version = each.version.rpartition("/")
    facts = {
        "group": group,
        "version": version,
        "kind": each.kind,
        "name": each.name,
        "namespace": each.namespace,
    }
    fits = all(_fits(target[key], fact) for key, fact in facts.items() if key in target)
    return fits and _carries(each, target)


def _fits(wanted: Any, fact: str) -> bool:
    """Targets are anchored patterns; only plain ones and ``.*`` are known."""
    pattern = re.escape(str(wanted)).replace(r"\.\*", ".*")
    return bool(re.fullmatch(pattern, fact))


def _carries(each: Manifest, target: Map) -> bool:
    pairs = [p for p in str(target.get("labelSelector", "")).split(",") if p]
    labels = at(each.body, "metadata", "labels", default={})
    return all(
        str(labels.get(key.strip())) == value.strip("= ")
        for key, _, value in (pair.partition("=") for pair in pairs)
    )


def merge(base: Any, patch: Any, *, is_core: bool, key: str = "") -> Any:
    """``base`` with ``patch`` over it; null deletes, named lists merge by item."""
    if isinstance(base, Map) and isinstance(patch, Map):
        if patch.get("$patch") == "replace":
            return _without_directive(patch)
        return _merged_map(base, patch, is_core)
    names = MERGE_KEYS.get(key) if is_core else None
    if names and isinstance(base, Seq) and isinstance(patch, Seq):
        return _merged_list(base, patch, names, is_core)
    return clone(patch)


def _merged_map(base: Map, patch: Map, is_core: bool) -> Map:
    found: Map = clone(base)
    for key, value in patch.items():
        if key == "$patch":
            continue
        if value is None or at(value, "$patch") == "delete":
            found.pop(key, None)
        else:
            inner = merge(found.get(key), value, is_core=is_core, key=key)
            found.put(key, inner, patch.lines.get(key, 0))
    return found


def _merged_list(base: Seq, patch: Seq, names: Any, is_core: bool) -> Seq:
    """Items of the patch meet those of the same name; new ones come last."""
    found: Seq = clone(base)
    for item in patch:
        name = next((n for n in names if at(item, n) is not None), names[0])
        index = next(
            (i for i, old in enumerate(found) if at(old, name) == at(item, name)), None
        )
        if index is None:
            found.add(clone(item), getattr(item, "place", found.place).line)
        elif at(item, "$patch") == "delete":
            del found[index], found.lines[index]
        else:
            found[index] = merge(found[index], item, is_core=is_core)
    return found


def _without_directive(patch: Map) -> Map:
    copy: Map = clone(patch)
    copy.pop("$patch", None)
    return copy
