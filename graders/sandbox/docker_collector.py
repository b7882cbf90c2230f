"""Holds a stage's output folder in a container of its own and sends the files out."""

from __future__ import annotations

import threading
from pathlib import Path

import docker

from graders.sandbox import collecting, profile
from graders.sandbox.collecting import Harvest
from graders.sandbox.engine import STDOUT, Attached, already_gone
from graders.sandbox.stage import Collect, Limits

PROGRAM = "/inside/collect.py"
DEADLINE_S = 60.0
LIMITS = Limits(cores=1, seconds=DEADLINE_S, memory_mib=64, pids=8, tmp_mib=1)


class DockerCollector:
    """A volume in memory; it is emptied when its last container stops, so start first.

    Runs as the stage's own user, who owns the files, with the volume read-only.
    """

    def __init__(
        self, api: docker.APIClient, owner: profile.Owner, *, image: str, uid: int
    ) -> None:
        self._api, self._owner, self._image, self._uid = api, owner, image, uid
        self.volume = ""
        self._container = ""
        self._attached: Attached | None = None

    def make_volume(self, limits: Limits) -> None:
        """Make the folder; the engine mounts it with its first container."""
        made = self._api.create_volume(
            driver="local",
            driver_opts=profile.output_volume(limits, self._uid),
            labels=self._owner.labels,
        )
        self.volume = made["Name"]

    def start(self, collect: Collect, cores: int) -> None:
        """Start to hold the folder."""
        command = [
            "python3",
            "-I",
            "-S",
            PROGRAM,
            *collecting.arguments("/out", collect),
        ]
        mounts = [
            profile.bind(collecting.PROGRAM, PROGRAM),
            profile.mount_volume(self.volume, "/out", writable=False),
        ]
        made = self._api.create_container_from_config(
            {
                "Image": self._image,
                "Entrypoint": command[:1],
                "Cmd": command[1:],
                "User": f"{self._uid}:{self._uid}",
                "OpenStdin": True,
                "StdinOnce": True,
                "AttachStdin": True,
                "Labels": self._owner.labels,
                "HostConfig": profile.host_config(
                    LIMITS, uid=self._uid, mounts=mounts, cores=cores
                ),
            }
        )
        self._container = made["Id"]
        self._attached = Attached(self._api, self._container, stdin=True)
        self._api.start(self._container)

    def harvest(self, collect: Collect, work: Path) -> Harvest:
        """Once the stage is dead: take what it left."""
        attached = self._attached
        if attached is None:
            raise ValueError("the collector was never started")
        deadline = threading.Timer(DEADLINE_S, attached.abandon)
        deadline.start()
        try:
            attached.send(collecting.GO)
            sent = (data for stream, data in attached.chunks() if stream == STDOUT)
            return collecting.receive(sent, collect, work)
        finally:
            deadline.cancel()

    def remove(self) -> None:
        """Leave nothing of it behind."""
        if self._attached:
            self._attached.close()
        if self._container:
            with already_gone():
                self._api.remove_container(self._container, force=True, v=True)
        if self.volume:
            with already_gone():
                self._api.remove_volume(self.volume, force=True)
