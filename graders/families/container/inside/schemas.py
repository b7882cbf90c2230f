"""Asks the bundled schemas of kubernetes-validate; nothing is fetched."""

import re
from typing import Dict, FrozenSet, Iterator

from .findings import Finding, shown
from .manifests import Manifest, Manifests
from .marked import at, mapping, place_at, plain

VERSION = "1.33"
KIND = re.compile(r"[A-Z][A-Za-z0-9]{0,62}")
API_VERSION = re.compile(r"([a-z0-9][a-z0-9.-]{0,80}/)?v[0-9][a-z0-9]{0,12}")
DNS_LABEL = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")


def well_formed(target: Manifests) -> Iterator[Finding]:
    """Each object is one that the API server would take."""
    return valid_for(VERSION)(target)


def valid_for(version: str, *, custom: FrozenSet[str] = frozenset()):
    """The same for a version; ``custom`` kinds (``group/version/Kind``) are let by."""

    def well_formed(target: Manifests) -> Iterator[Finding]:
        for each in target:
            yield from _problems(each, version, custom)

    return well_formed


def _problems(each: Manifest, version: str, custom: FrozenSet[str]):
    rule = "well-formed"
    names = (at(each.body, "kind"), at(each.body, "apiVersion"))
    fits = KIND.fullmatch(each.kind) and API_VERSION.fullmatch(each.version)
    if not fits or not all(isinstance(name, str) for name in names):
        said = "every object has an apiVersion and a kind"
        yield Finding(rule, each.place, said, "Such as apiVersion: v1, kind: Service.")
        return
    if not DNS_LABEL.fullmatch(each.name):
        place = place_at(each.body, ("metadata", "name"))
        said = f"{each.kind} has no name, or not one of small letters, digits and -"
        yield Finding(rule, place, said, "Set metadata.name.")
        return
    if f"{each.version}/{each.kind}" in custom:
        return
    said, place = _schema_problem(each, version)
    if said:
        yield Finding(rule, place, said, "kubectl explain says what may stand there.")


def _schema_problem(each: Manifest, version: str):
    import kubernetes_validate  # only the judge's image has it

    try:
        kubernetes_validate.validate(plain(each.body), version, strict=True)
    except kubernetes_validate.SchemaNotFoundError:
        said = f"Kubernetes {version} has no {each.kind} in {each.version}"
        return said, each.body.place_of("apiVersion")
    except kubernetes_validate.ValidationError as error:
        path = list(error.absolute_path)
        where = ".".join(map(str, path)) or each.kind
        return f"{where}: {_plainer(error)}", place_at(each.body, path)
    return "", each.place


def _plainer(error) -> str:
    """The schema's complaint without its own jargon."""
    if error.validator == "additionalProperties":
        names = sorted(set(error.instance) - set(error.schema.get("properties", {})))
        return f"there is no key {shown(', '.join(names), 120)} here"
    if error.validator == "required":
        missing = [n for n in error.validator_value if n not in error.instance]
        return f"{', '.join(missing)} is missing"
    if error.validator == "type":
        wanted = error.validator_value
        kinds = [wanted] if isinstance(wanted, str) else list(wanted)
        wanted = " or ".join(k for k in kinds if k != "null")
        return f"{shown(repr(error.instance), 60)} is not of type {wanted}"
    return shown(error.message, 160)


def namespaces_of(target: Manifests) -> Dict[str, Manifest]:
    """The namespaces that the objects themselves make."""
    return {each.name: each for each in target.of("Namespace")}


def selector_problem(each: Manifest) -> str:
    """Why the API server would refuse the selector, or nothing."""
    wanted = mapping(at(each.body, "spec", "selector", "matchLabels"))
    labels = each.pod_labels
    wrong = [key for key, value in wanted.items() if labels.get(key) != value]
    if not wanted:
        return "spec.selector.matchLabels is missing"
    if wrong:
        return f"the selector asks for {wrong[0]}, which its own pods don't carry"
    return ""
