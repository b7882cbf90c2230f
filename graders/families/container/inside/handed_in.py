"""The files of a submission, as a judge.py asks for them; each is parsed once."""

import fnmatch
from pathlib import Path
from typing import Any, Dict, Iterable, List

from .compose import Compose, read_compose
from .dockerfile import Dockerfile, read_dockerfile
from .findings import BrokenRules, Finding, UnreadableError
from .kustomizing import Kustomizer
from .manifests import Manifests, manifests_of
from .marked import NOWHERE
from .pipeline import Pipeline, read_pipeline
from .texts import FILE_KIB, read_text
from .yaml_reading import read_yaml

MOST_FILES = 200
YAML = (".yaml", ".yml", ".json")


class HandedIn:
    """Regular files below one folder; what is missing fails the check that asks."""

    def __init__(self, folder: Path, *, file_kib: int = FILE_KIB) -> None:
        self._folder = folder
        self._file_kib = file_kib
        self._texts: Dict[str, str] = {}
        self._documents: Dict[str, List[Any]] = {}
        self.names = _names(folder)
        self.seed = 0  # for checks that draw something

    def text(self, name: str) -> str:
        """What a file says."""
        if name not in self._texts:
            if name not in self.names:
                raise _missing(name)
            data = (self._folder / name).read_bytes()
            self._texts[name] = read_text(data, name, most_kib=self._file_kib)
        return self._texts[name]

    def documents(self, name: str) -> List[Any]:
        """The YAML documents of a file."""
        if name not in self._documents:
            self._documents[name] = read_yaml(self.text(name), name)
        return self._documents[name]

    def matching(self, *patterns: str) -> List[str]:
        """The names that fit, such as ``k8s/*.yaml``, sorted."""
        fits = fnmatch.fnmatchcase
        return [n for n in self.names if any(fits(n, p) for p in patterns)]

    def dockerfile(self, name: str) -> Dockerfile:
        """A Dockerfile."""
        return read_dockerfile(self.text(name), name)

    def manifests(self, *patterns: str) -> Manifests:
        """The Kubernetes objects of all files that fit."""
        names = [n for n in self.matching(*patterns) if n.endswith(YAML)]
        if not names:
            raise _missing(" or ".join(patterns))
        return manifests_of([each for n in names for each in self.documents(n)])

    def compose(self, name: str) -> Compose:
        """A Compose file."""
        return read_compose(self.documents(name), name)

    def pipeline(self, name: str) -> Pipeline:
        """A CI workflow."""
        return read_pipeline(self.documents(name), name)

    def kustomize(self, folder: str) -> Manifests:
        """What ``kubectl kustomize FOLDER`` would print, for a documented subset."""
        return Kustomizer(self).build(folder)


def looks_like_dockerfile(name: str) -> bool:
    """Is a file of this name a Dockerfile?"""
    last = name.rsplit("/", 1)[-1].lower()
    is_one = last == "dockerfile" or last.startswith("dockerfile.")
    return is_one or last.endswith(".dockerfile")


def parse_everything(files: HandedIn) -> Iterable[str]:
    """Parse all that can be parsed and say what is in it; raise UnreadableError."""
    for name in files.names:
        if looks_like_dockerfile(name):
            stages = files.dockerfile(name).stages
            yield f"{name}: a Dockerfile of {len(stages)} stages, the last from "
            yield f"    {stages[-1].base}"
        elif name.endswith(YAML):
            found = manifests_of(files.documents(name))
            titles = [each.title if each.kind else "a document" for each in found]
            yield f"{name}: {', '.join(titles) or 'nothing'}"
        else:
            files.text(name)
            yield f"{name}: text"


def _names(folder: Path) -> List[str]:
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise UnreadableError(
                f"{name} is a symbolic link; hand in the file itself.",
            )
        if path.is_file():
            found.append(name)
    if len(found) > MOST_FILES:
        said = f"{len(found)} files; at most {MOST_FILES} are read."
        raise UnreadableError(said, "Hand in only what is asked for.")
    return found


def _missing(name: str) -> BrokenRules:
    said = f"{name} was not handed in"
    return BrokenRules([Finding("files", NOWHERE, said)])
