"""The profile of every container of ours: each line here has a hostile test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from graders.sandbox.stage import Limits

SECCOMP = Path(__file__).parent / "seccomp.json"
HOSTS = Path(__file__).parent / "hosts"
TMP_INODES = 4096
TIMED_SHARES = 8192  # eight times an ordinary container's, where cores are short
MIB = 2**20
# Where an existing autograder writes and runs programs; the rest stays read-only.
SHARED_PLACES = ("/autograder", "/root", "/tmp", "/var/tmp", "/run")  # noqa: S108
SHARED_INODES = 65536
# Root of an own kind: it may be anybody and touch any file of its image, no more.
SHARED_RIGHTS = (
    *("CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID"),
    *("KILL", "SETGID", "SETUID"),
)

Mount = dict[str, Any]


@cache
def seccomp_profile() -> str:
    """The profile as the engine wants it: compact JSON."""
    return json.dumps(json.loads(SECCOMP.read_text()))


def host_config(
    limits: Limits,
    *,
    uid: int,
    mounts: list[Mount],
    cores: int,
    network: str = "none",
    first_core: int | None = None,
    is_timed: bool = False,
) -> dict[str, Any]:
    """Everything that is withheld from, or lent to, a container of user ``uid``.

    ``network`` is none, or that of another container which itself has none.
    """
    memory = limits.memory_mib * MIB
    tmp = (
        f"rw,noexec,nosuid,nodev,size={limits.tmp_mib}m,nr_inodes={TMP_INODES},"
        f"mode=0700,uid={uid},gid={uid}"
    )
    return {
        "NetworkMode": network,
        "ReadonlyRootfs": True,
        "CapDrop": ["ALL"],
        "SecurityOpt": ["no-new-privileges:true", f"seccomp={seccomp_profile()}"],
        "Init": True,
        "IpcMode": "private",
        "PidsLimit": limits.pids,
        "NanoCpus": int(min(limits.cores, cores) * 1e9),
        "CpusetCpus": core_set(limits.cores, first_core, cores),
        "CpuShares": TIMED_SHARES if is_timed else 0,
        "Memory": memory,
        "MemorySwap": memory,
        "ShmSize": limits.shm_mib * MIB,
        "Tmpfs": {"/tmp": tmp},  # noqa: S108 - a mount of the container's own
        "Ulimits": [
            ulimit("nofile", limits.open_files),
            ulimit("fsize", limits.file_mib * MIB),
            ulimit("core", 0),
        ],
        "LogConfig": {"Type": "none", "Config": {}},
        "Mounts": [*mounts, bind(HOSTS, "/etc/hosts")],
    }


def network_config(network: str) -> dict[str, Any]:
    """What belongs beside the host configuration, for the same ``network``.

    None is one that the kernel makes, loopback and nothing else: the engine need not
    know of it, and what it would do for it is half of a container's start. Who joins a
    network shares its host's name; the engine wants no other.
    """
    if network == "none":
        return {"NetworkDisabled": True, "Hostname": "stage"}
    return {}


def shared(config: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """The same ``config`` for an autograder that expects to be root and to write.

    Everything it writes is memory, of the limit that memory has anyway.
    """
    options = f"rw,exec,nosuid,nodev,nr_inodes={SHARED_INODES},mode=0755"
    sizes = dict.fromkeys(SHARED_PLACES, limits.tmp_mib)
    sizes["/autograder"] = limits.out_mib
    places = {path: f"{options},size={mib}m" for path, mib in sizes.items()}
    for path in ("/tmp", "/var/tmp"):  # noqa: S108
        places[path] = places[path].replace("mode=0755", "mode=1777")
    return {**config, "CapAdd": [*SHARED_RIGHTS], "Tmpfs": places}


def core_set(wanted: float, first: int | None, cores: int) -> str:
    """The cores to pin to, as the engine writes them; nothing where there are too few.

    Who shares a machine of one core shares it: pinning would change nothing.
    """
    if first is None or first >= cores:
        return ""
    last = min(first + max(1, ceil(wanted)), cores) - 1
    return f"{first}-{last}"


def ulimit(name: str, value: int) -> dict[str, Any]:
    """A limit that its owner cannot raise again."""
    return {"Name": name, "Soft": value, "Hard": value}


def bind(source: Path, target: str, *, writable: bool = False) -> Mount:
    """A host folder or file; the engine refuses when it is not there."""
    return {
        "Type": "bind",
        "Source": str(source.resolve()),
        "Target": target,
        "ReadOnly": not writable,
    }


def mount_volume(name: str, target: str, *, writable: bool) -> Mount:
    """A volume of ours, never filled from the image."""
    return {
        "Type": "volume",
        "Source": name,
        "Target": target,
        "ReadOnly": not writable,
        "VolumeOptions": {"NoCopy": True},
    }


def output_volume(limits: Limits, uid: int) -> dict[str, str]:
    """Options of a volume in memory that holds what a stage hands back.

    Engines cannot say ``nosymfollow`` for it; the collector follows nothing anyway.
    """
    options = (
        f"size={limits.out_mib}m,nr_inodes={limits.out_inodes},"
        f"noexec,nosuid,nodev,mode=0700,uid={uid},gid={uid}"
    )
    return {"type": "tmpfs", "device": "tmpfs", "o": options}


@dataclass(frozen=True)
class Owner:
    """Which runner, and which start of it, a container or volume belongs to."""

    runner_id: str
    boot: str

    @property
    def labels(self) -> dict[str, str]:
        return {"assay.runner": self.runner_id, "assay.boot": self.boot}
