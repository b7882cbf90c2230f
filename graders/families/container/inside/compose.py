"""A Compose file: its services, what they share, and in which order they start."""

import difflib
from dataclasses import dataclass
from typing import Any, Dict, List, Set

from .findings import (
    Finding,
    Graded,
    Rule,
    UnreadableError,
    expect_rules,
    share_of_rules,
    shown,
)
from .marked import Map, Place, at, mapping, texts

TOP = "configs include name networks secrets services version volumes".split()
SERVICE = (
    "annotations attach build cap_add cap_drop command configs container_name cpus "
    "cpu_shares depends_on deploy devices dns entrypoint env_file environment expose "
    "extra_hosts healthcheck hostname image init ipc labels links logging mem_limit "
    "mem_reservation memswap_limit network_mode networks pid pids_limit platform ports "
    "privileged profiles pull_policy read_only restart secrets security_opt shm_size "
    "stdin_open stop_grace_period stop_signal sysctls tmpfs tty ulimits user volumes "
    "working_dir"
).split()
CONDITIONS = (
    "service_started",
    "service_healthy",
    "service_completed_successfully",
)


@dataclass(frozen=True)
class Mount:
    """What a service sees at a path: a named volume, a host's folder or neither."""

    target: str
    source: str
    kind: str  # volume | bind | tmpfs | anonymous

    @property
    def survives(self) -> bool:
        """Is what was written still there when the container is made anew?"""
        return self.kind in ("volume", "bind")


@dataclass(frozen=True)
class Service:
    """One service."""

    name: str
    body: Map

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.body.place.file, max(1, self.body.place.line - 1))

    @property
    def image(self) -> str:
        """The image it runs, or empty where it is built."""
        return str(at(self.body, "image", default=""))

    @property
    def environment(self) -> Dict[str, str]:
        """Its variables, in either way of writing them."""
        said = at(self.body, "environment")
        if isinstance(said, Map):
            return {k: "" if v is None else _written(v) for k, v in said.items()}
        pairs = (each.partition("=") for each in texts(said))
        return {name: value for name, _, value in pairs}

    @property
    def networks(self) -> Set[str]:
        """The networks it is on; ``default`` if it names none."""
        said = at(self.body, "networks")
        if at(self.body, "network_mode"):
            return {f"mode:{at(self.body, 'network_mode')}"}
        return set(said) if isinstance(said, Map) else set(texts(said)) or {"default"}

    @property
    def names(self) -> Set[str]:
        """What others on its networks may call it."""
        found = {self.name, str(at(self.body, "container_name", default=self.name))}
        for each in mapping(at(self.body, "networks")).values():
            found |= set(texts(at(each, "aliases")))
        return found

    @property
    def depends_on(self) -> Dict[str, str]:
        """What must come first, with the condition."""
        said = at(self.body, "depends_on")
        if isinstance(said, Map):
            return {
                name: str(at(each, "condition", default=CONDITIONS[0]))
                for name, each in said.items()
            }
        return dict.fromkeys(texts(said), CONDITIONS[0])

    @property
    def restarts(self) -> bool:
        """Does it come back after it has ended badly?"""
        policy = str(at(self.body, "restart", default="no")).split(":")[0]
        deployed = at(self.body, "deploy", "restart_policy", "condition")
        return policy in ("always", "unless-stopped", "on-failure") or deployed in (
            "any",
            "on-failure",
        )

    @property
    def healthcheck(self) -> str:
        """The command that tells whether it is well, or nothing."""
        check = mapping(at(self.body, "healthcheck"))
        words = [w for w in texts(at(check, "test")) if w not in ("CMD", "CMD-SHELL")]
        is_off = at(check, "disable") is True or words[:1] == ["NONE"]
        return "" if is_off else " ".join(words)

    @property
    def mounts(self) -> List[Mount]:
        """What it sees beside its image."""
        said = at(self.body, "volumes")
        return [_mount(each) for each in (said if isinstance(said, list) else ())]

    def mount_at(self, path: str) -> Mount:
        """The mount that a path lies in; an anonymous one where there is none."""
        fitting = [m for m in self.mounts if f"{path}/".startswith(f"{m.target}/")]
        longest = sorted(fitting, key=lambda mount: len(mount.target))
        return longest[-1] if longest else Mount(path, "", "anonymous")

    @property
    def published(self) -> Set[int]:
        """The ports of the container that the host passes on."""
        found = set()
        said_of = at(self.body, "ports")
        for each in said_of if isinstance(said_of, list) else ():
            said = at(each, "target") if isinstance(each, Map) else each
            last = str(said).split("/")[0].rsplit(":", 1)[-1]
            found |= {int(last)} if last.isdigit() else set()
        return found


@dataclass(frozen=True)
class Compose:
    """One Compose file."""

    file: str
    body: Map
    services: Dict[str, Service]

    def service(self, name: str) -> Service:
        """A service by name, or the running check fails."""

        def services(target: "Compose"):
            if name not in target.services:
                there = ", ".join(target.services)
                said = f"there is no service {name}; there are: {there}"
                yield Finding("services", Place(target.file, 1), said)

        expect_rules(self, services)
        return self.services[name]

    def resolve(self, asking: Service, host: str) -> List[Service]:
        """The services that ``host`` means where ``asking`` runs."""
        return [
            each
            for each in self.services.values()
            if host in each.names and each.networks & asking.networks
        ]

    def start_order(self) -> List[str]:
        """The services, each after what it depends on."""
        order: List[str] = []
        waiting = list(self.services)
        while waiting:
            free = [
                n for n in waiting if set(self.services[n].depends_on) <= set(order)
            ]
            if not free:
                break
            order += free
            waiting = [n for n in waiting if n not in free]
        return order

    def expect(self, *rules: "Rule[Compose]") -> None:
        """Fail the running check with all that these rules find."""
        expect_rules(self, *rules)

    def share(self, *rules: "Rule[Compose]") -> Graded:
        """The share of these rules that is kept, for bands."""
        return share_of_rules(self, *rules)


def read_compose(documents: List[Any], file: str) -> Compose:
    """A Compose file from its one document; raise UnreadableError."""
    if len(documents) != 1 or not isinstance(documents[0], Map):
        raise UnreadableError(f"{file} must hold one mapping, with services in it.")
    body = documents[0]
    _expect_keys(body, TOP)
    services = mapping(at(body, "services"))
    if not services:
        raise UnreadableError(f"{file} has no services.")
    found = {}
    for name, each in services.items():
        if not isinstance(each, Map):
            place = services.place_of(name)
            raise UnreadableError(f"{place}: the service {shown(name, 60)} is empty.")
        _expect_keys(each, SERVICE)
        found[name] = Service(name, each)
    return Compose(file, body, found)


def _expect_keys(body: Map, known: List[str]) -> None:
    for key in body:
        if key not in known and not key.startswith("x-"):
            close = difflib.get_close_matches(key, known, 1)
            hint = f"Did you mean {close[0]}?" if close else ""
            said = f"{body.place_of(key)}: Compose knows no {shown(key, 60)} here."
            raise UnreadableError(said, hint)


def _mount(said: Any) -> Mount:
    if isinstance(said, Map):
        source = str(at(said, "source", default=""))
        kind = str(at(said, "type", default="volume"))
        kind = "anonymous" if kind == "volume" and not source else kind
        return Mount(_folder(at(said, "target", default="/")), source, kind)
    parts = str(said).split(":")
    if len(parts) == 1:
        return Mount(_folder(parts[0]), "", "anonymous")
    kind = "bind" if parts[0].startswith((".", "/", "~")) else "volume"
    return Mount(_folder(parts[1]), parts[0], kind)


def _folder(path: Any) -> str:
    return str(path).rstrip("/") or "/"


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def limits_of(service: Service) -> Map:
    """The limits in deploy.resources, with the older keys counted in."""
    found = Map()
    found.update(mapping(at(service.body, "deploy", "resources", "limits")))
    for old, new in (("mem_limit", "memory"), ("cpus", "cpus")):
        if old in service.body:
            found[new] = service.body[old]
    return found
