"""Rules for Compose files, to be named in a judge.py."""

from typing import Callable, Iterator

from .compose import CONDITIONS, Compose, limits_of
from .docker_rules import SECRET
from .findings import Finding, name_of
from .image_names import why_floating
from .marked import at, mapping

ComposeRule = Callable[[Compose], Iterator[Finding]]


def no_floating_tag(target: Compose) -> Iterator[Finding]:
    """Every image that is not built here names a version or a digest."""
    for each in target.services.values():
        is_built = "build" in each.body
        if not is_built and (why := why_floating(each.image)):
            place = each.body.place_of("image")
            todo = "Name the version that you tested."
            yield Finding(name_of(no_floating_tag), place, why, todo)


def consistent(target: Compose) -> Iterator[Finding]:
    """What is named is there, and nothing waits in a ring."""
    networks = {"default", *mapping(at(target.body, "networks"))}
    volumes = set(mapping(at(target.body, "volumes")))
    rule = name_of(consistent)
    for each in target.services.values():
        for name in sorted(each.networks - networks):
            if not name.startswith("mode:"):
                said = f"{each.name} is on the network {name}, which is not declared"
                place = each.body.place_of("networks")
                yield Finding(rule, place, said, "List it under networks: at the top.")
        for mount in each.mounts:
            if mount.kind == "volume" and mount.source not in volumes:
                said = f"{each.name} uses the volume {mount.source}, not declared"
                place = each.body.place_of("volumes")
                yield Finding(rule, place, said, "List it under volumes: at the top.")
        yield from _dependencies(target, each.name)
    stuck = set(target.services) - set(target.start_order())
    known = all(
        set(target.services[n].depends_on) <= set(target.services) for n in stuck
    )
    if stuck and known:
        first = target.services[min(stuck)]
        said = f"these wait for each other: {', '.join(sorted(stuck))}"
        yield Finding(rule, first.body.place_of("depends_on"), said)


def _dependencies(target: Compose, name: str) -> Iterator[Finding]:
    each = target.services[name]
    place = each.body.place_of("depends_on")
    for other, condition in each.depends_on.items():
        if other not in target.services:
            said = f"{name} depends on {other}, which is no service"
            yield Finding("consistent", place, said)
        elif condition not in CONDITIONS:
            said = f"{condition} is no condition"
            yield Finding("consistent", place, said, " or ".join(CONDITIONS))
        elif condition == CONDITIONS[1] and not target.services[other].healthcheck:
            said = f"{name} waits until {other} is healthy, which has no healthcheck"
            yield Finding("consistent", place, said, "Add a healthcheck with a test.")


def restarts(target: Compose) -> Iterator[Finding]:
    """Every service comes back when it dies."""
    for each in target.services.values():
        if not each.restarts:
            said = f"{each.name} stays down once it has ended"
            yield Finding(
                name_of(restarts), each.place, said, "restart: unless-stopped"
            )


def own_network(target: Compose) -> Iterator[Finding]:
    """Every service is on a network that the file declares, none on the host's."""
    for each in target.services.values():
        hosts = sorted(n for n in each.networks if n.startswith("mode:"))
        if hosts or each.networks == {"default"}:
            where = hosts[0][5:] + " network mode" if hosts else "the default network"
            said = f"{each.name} is on {where}"
            place = each.body.place_of("network_mode" if hosts else "networks")
            todo = "Declare a network at the top and put the service on it."
            yield Finding(name_of(own_network), place, said, todo)


def resource_limits(target: Compose) -> Iterator[Finding]:
    """Every service is limited in memory."""
    for each in target.services.values():
        if "memory" not in limits_of(each):
            said = f"{each.name} may take all of the machine's memory"
            todo = "deploy: resources: limits: memory: 128M"
            yield Finding(name_of(resource_limits), each.place, said, todo)


def no_privileged(target: Compose) -> Iterator[Finding]:
    """No service has the host's rights, devices or Docker socket."""
    rule = name_of(no_privileged)
    for each in target.services.values():
        if at(each.body, "privileged"):
            place = each.body.place_of("privileged")
            yield Finding(rule, place, f"{each.name} is privileged", "Remove it.")
        if any(m.source.endswith("docker.sock") for m in each.mounts):
            place = each.body.place_of("volumes")
            said = f"{each.name} holds Docker's socket: it owns the host"
            yield Finding(rule, place, said, "Remove it.")


def no_plain_secrets(target: Compose) -> Iterator[Finding]:
    """No password stands in the file."""
    for each in target.services.values():
        for name, value in each.environment.items():
            if SECRET.search(name) and value and not value.startswith("$"):
                said = f"{name} is written out for everybody who reads this file"
                place = each.body.place_of("environment")
                todo = "Use secrets:, or ${NAME} from the environment."
                yield Finding(name_of(no_plain_secrets), place, said, todo)
