"""Renders Kustomize folders: a documented subset, refusing what it doesn't know.

Known: resources (and bases), namespace, namePrefix, nameSuffix, labels, commonLabels,
commonAnnotations, images, replicas, configMapGenerator, secretGenerator (literals,
files), generatorOptions, patches, patchesStrategicMerge and patchesJson6902.
"""

import posixpath
from typing import Any, Dict, List, Protocol

from . import transforming
from .findings import UnreadableError, shown
from .generating import generated
from .manifests import Manifest, Manifests, manifests_of
from .marked import Map, at, clone, mapping, maps, texts
from .patching import patch_objects
from .yaml_reading import read_yaml

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
KNOWN = (
    "apiVersion kind metadata resources bases namespace namePrefix nameSuffix labels "
    "commonLabels commonAnnotations images replicas configMapGenerator secretGenerator "
    "generatorOptions patches patchesStrategicMerge patchesJson6902"
).split()
DEPTH = 8
MOST_OBJECTS = 300


class Files(Protocol):
    """What a kustomizer reads from."""

    names: List[str]

    def documents(self, name: str) -> List[Any]:
        """The YAML documents of a file."""

    def text(self, name: str) -> str:
        """What a file says."""


class Kustomizer:
    """Builds folders of one submission."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._open: List[str] = []

    def build(self, folder: str) -> Manifests:
        """Everything that the folder's kustomization describes, rendered."""
        folder = posixpath.normpath(folder)
        file = self._file(folder)
        if folder in self._open or len(self._open) >= DEPTH:
            raise UnreadableError(f"{file} includes itself, or goes too deep.")
        self._open.append(folder)
        body = self._body(file)
        objects = self._resources(body, folder)
        objects += generated(body, folder, self._files)
        objects = patch_objects(objects, self._patches(body, folder))
        transforming.transform(objects, body)
        self._open.pop()
        if len(objects) > MOST_OBJECTS:
            raise UnreadableError(f"{file} makes more than {MOST_OBJECTS} objects.")
        return Manifests(tuple(objects))

    def _file(self, folder: str) -> str:
        places = [posixpath.normpath(posixpath.join(folder, name)) for name in NAMES]
        there = [place for place in places if place in self._files.names]
        if len(there) != 1:
            said = (
                "no kustomization.yaml" if not there else "more than one kustomization"
            )
            raise UnreadableError(f"The folder {folder} has {said}.")
        return there[0]

    def _body(self, file: str) -> Map:
        documents = self._files.documents(file)
        if len(documents) != 1 or not isinstance(documents[0], Map):
            raise UnreadableError(f"{file} must hold one mapping.")
        body = documents[0]
        for key in body:
            if key not in KNOWN:
                raise UnreadableError(
                    f"{body.place_of(key)}: {shown(key, 60)} is not rendered here.",
                    f"Known are: {', '.join(KNOWN[3:])}.",
                )
        return body

    def _resources(self, body: Map, folder: str) -> List[Manifest]:
        found: List[Manifest] = []
        for key in ("resources", "bases"):
            for name in texts(at(body, key)):
                found += self._resource(name, folder, f"{body.place_of(key)}")
        return found

    def _resource(self, name: str, folder: str, where: str) -> List[Manifest]:
        path = self._inside(name, folder, where)
        if path in self._files.names:
            objects = manifests_of(self._files.documents(path))
            return [Manifest(clone(each.body)) for each in objects]
        if any(each.startswith(f"{path}/") for each in self._files.names):
            return list(self.build(path))
        raise UnreadableError(f"{where}: {shown(name, 80)} was not handed in.")

    def _inside(self, name: str, folder: str, where: str) -> str:
        if "://" in name or name.startswith(("github.com", "git@", "/")):
            raise UnreadableError(
                f"{where}: {shown(name, 80)} lies elsewhere; nothing is fetched."
            )
        path = posixpath.normpath(posixpath.join(folder, name))
        if path.startswith(".."):
            raise UnreadableError(f"{where}: {shown(name, 80)} leaves the hand-in.")
        return path

    def _patches(self, body: Map, folder: str) -> List[Dict[str, Any]]:
        """Every patch as documents with its target, wherever it is written."""
        found: List[Dict[str, Any]] = []
        for each in texts(at(body, "patchesStrategicMerge")):
            where = str(body.place_of("patchesStrategicMerge"))
            found.append(self._patch(each, None, folder, where))
        for key in ("patches", "patchesJson6902"):
            for each in maps(at(body, key)):
                where = str(each.place)
                said = at(each, "patch") or at(each, "path")
                if not isinstance(said, str):
                    raise UnreadableError(f"{where}: a patch has a path or a patch.")
                found.append(self._patch(said, at(each, "target"), folder, where))
        return found

    def _patch(self, said: str, target: Any, folder: str, where: str) -> Dict[str, Any]:
        if "\n" in said or ":" in said:
            documents = read_yaml(said, f"{where} (patch)")
        else:
            path = self._inside(said, folder, where)
            if path not in self._files.names:
                raise UnreadableError(f"{where}: {shown(said, 80)} was not handed in.")
            documents = self._files.documents(path)
        target = mapping(target) if target else None
        return {"documents": documents, "target": target, "where": where}
