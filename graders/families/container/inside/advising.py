"""python -m container advising ORDERS FILES: the general rules, for a student at home.

Which of them an assignment asks for, and what else, its own text says.
"""

import posixpath
from pathlib import Path
from typing import Any, Iterable, Iterator, List, Sequence

from graders.protocol.orders import read_orders

from . import compose_rules, docker_rules, manifest_rules
from .findings import Finding, UnreadableError, shown
from .handed_in import YAML, HandedIn, looks_like_dockerfile
from .kustomizing import NAMES
from .manifests import Manifests, manifests_of
from .marked import NOWHERE, Map
from .schemas import VERSION, valid_for
from .texts import FILE_KIB

DOCKERFILE = (
    docker_rules.no_floating_tag,
    docker_rules.slim_base,
    docker_rules.multi_stage,
    docker_rules.non_root,
    docker_rules.apt_cache_removed,
    docker_rules.no_development_tools,
    docker_rules.dependencies_first,
    docker_rules.pinned_packages,
    docker_rules.copy_instead_of_add,
    docker_rules.no_piped_scripts,
    docker_rules.exec_form,
    docker_rules.healthcheck,
    docker_rules.no_secrets,
)
COMPOSE = (
    compose_rules.consistent,
    compose_rules.no_floating_tag,
    compose_rules.restarts,
    compose_rules.resource_limits,
    compose_rules.no_privileged,
    compose_rules.no_plain_secrets,
)
OBJECTS = (
    manifest_rules.no_floating_tag,
    manifest_rules.resource_limits,
    manifest_rules.non_root,
    manifest_rules.no_privileged,
    manifest_rules.no_privilege_escalation,
    manifest_rules.no_plain_secrets,
)


def advice(files: HandedIn) -> Iterator[Finding]:
    """What the general rules find in every file that they know; raise UnreadableError.

    Where there are kustomizations, objects are looked at as they come out of them.
    """
    for name in filter(looks_like_dockerfile, files.names):
        yield from _broken(DOCKERFILE, files.dockerfile(name))
    yaml = [n for n in files.names if n.endswith(YAML)]
    for name in [n for n in yaml if _is_compose(files.documents(n))]:
        yield from _broken(COMPOSE, files.compose(name))
    objects = _objects(files, yaml)
    known = valid_for(VERSION, custom=frozenset(_custom(objects)))
    yield from _broken((known, *OBJECTS), objects)


def _objects(files: HandedIn, yaml: Sequence[str]) -> Manifests:
    folders = [
        posixpath.dirname(n) for n in files.names if posixpath.basename(n) in NAMES
    ]
    if folders:
        rendered = [each for folder in folders for each in files.kustomize(folder)]
        return Manifests(tuple(rendered))
    documents = [each for name in yaml for each in files.documents(name)]
    return manifests_of([each for each in documents if _is_object(each)])


def _custom(objects: Manifests) -> Iterator[str]:
    """Kinds that something installed in the cluster brings; nobody here knows them."""
    for each in objects:
        group = each.version.partition("/")[0] if "/" in each.version else ""
        if "." in group and not group.endswith(".k8s.io"):
            yield f"{each.version}/{each.kind}"


def _is_compose(documents: Sequence[Any]) -> bool:
    first = documents[0] if documents else None
    return isinstance(first, Map) and "services" in first and "kind" not in first


def _is_object(document: Any) -> bool:
    return isinstance(document, Map) and "kind" in document and "apiVersion" in document


def _broken(rules: Iterable[Any], target: Any) -> Iterator[Finding]:
    for rule in rules:
        yield from rule(target)


def lines(found: Iterable[Finding]) -> List[str]:
    """Each finding once, as a student reads it."""
    said = []
    for each in found:
        where = f"{each.place}: " if each.place != NOWHERE else ""
        text = shown(f"{where}{each.said.rstrip('.')}. {each.todo}".rstrip())
        said.append(f"{text}\n    rule {each.rule}")
    return list(dict.fromkeys(said))


def summary(count: int) -> str:
    """The last line: these rules are not what is graded."""
    what = f"{count} findings" if count else "Nothing found"
    return f"{what} by the general rules; which of them count, the assignment says."


def main(orders: str, files: str) -> None:
    """Print what the rules find, or that they find nothing."""
    options = read_orders(Path(orders)).options
    kib = int(options.get("max_file_kib", FILE_KIB))
    try:
        told = lines(advice(HandedIn(Path(files), file_kib=kib)))
    except UnreadableError as error:
        raise SystemExit(f"{error.sentence} {error.hint}".strip()) from None
    print("\n".join([*told, summary(len(told))]))  # noqa: T201 - the public log
