"""ConfigMaps and Secrets that a kustomization makes, with a digest in their names."""

import base64
import hashlib
import json
import posixpath
from typing import Any, Dict, List

from .findings import UnreadableError, shown
from .manifests import Manifest
from .marked import Map, at, mapping, maps, marked, texts

GENERATORS = {"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"}
KNOWN = "name namespace literals files type options behavior".split()


def generated(body: Map, folder: str, files: Any) -> List[Manifest]:
    """The objects of every generator; names without their digest yet."""
    found = []
    for key, kind in GENERATORS.items():
        for each in maps(at(body, key)):
            found.append(_made(each, kind, body, folder, files))
    return found


def _made(each: Map, kind: str, body: Map, folder: str, files: Any) -> Manifest:
    strange = [key for key in each if key not in KNOWN]
    if strange or at(each, "behavior", default="create") != "create":
        said = shown(strange[0] if strange else "behavior", 40)
        raise UnreadableError(f"{each.place}: {said} is not rendered here.")
    data = _data(each, folder, files)
    if kind == "Secret":
        data = {k: base64.b64encode(v.encode()).decode() for k, v in data.items()}
    options = {**mapping(at(body, "generatorOptions")), **mapping(at(each, "options"))}
    made = {
        "apiVersion": "v1",
        "kind": kind,
        "metadata": {"name": str(at(each, "name", default=""))},
        "data": data,
    }
    if options.get("disableNameSuffixHash") is not True:
        made["metadata"]["annotations"] = {SUFFIX: digest(data)}
    value: Map = marked(made, each.place)
    return Manifest(value)


SUFFIX = "assay/suffix"  # taken off again when the name is made


def digest(data: Dict[str, str]) -> str:
    """Ten letters that change with the content (not the ones kubectl would make)."""
    raw = json.dumps(data, sort_keys=True).encode()
    return hashlib.sha256(raw).hexdigest()[:10]


def _data(each: Map, folder: str, files: Any) -> Dict[str, str]:
    found = {}
    for literal in texts(at(each, "literals")):
        name, sign, value = literal.partition("=")
        if not sign:
            said = f"{each.place}: {shown(literal, 60)} is not NAME=VALUE."
            raise UnreadableError(said)
        found[name] = value.strip("\"'")
    for said in texts(at(each, "files")):
        name, sign, path = said.rpartition("=")
        place = posixpath.normpath(posixpath.join(folder, path))
        if place not in files.names:
            raise UnreadableError(f"{each.place}: {shown(path, 80)} was not handed in.")
        found[name if sign else posixpath.basename(path)] = files.text(place)
    return found
