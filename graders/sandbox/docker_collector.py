"""Holds a stage's output folder in a container of its own and sends the files out."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import docker

from graders.sandbox import collecting, profile
from graders.sandbox.collecting import Harvest
from graders.sandbox.engine import STDOUT, Attached, already_gone
from graders.sandbox.stage import Collect, Limits, SandboxError

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
        self.container = ""
        self._attached: Attached | None = None
        self._received: Future[Harvest] | None = None

    def make_volume(self, limits: Limits) -> None:
        """Make the folder; the engine mounts it with its first container."""
        made = self._api.create_volume(
            driver="local",
            driver_opts=profile.output_volume(limits, self._uid),
            labels=self._owner.labels,
        )
        self.volume = made["Name"]

    def start(self, collect: Collect, cores: int, work: Path) -> None:
        """Start to hold the folder, and to hear what is new in it."""
        command = ["python3", "-I", "-S", PROGRAM, collecting.order("/out", collect)]
        mounts = [
            profile.bind(collecting.PROGRAM, PROGRAM),
            profile.mount_volume(self.volume, "/out", writable=False),
        ]
        made = self._api.create_container_from_config(
            {
                "Image": self._image,
                **profile.network_config("none"),
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
        self.container = made["Id"]
        attached = Attached(self._api, self.container, stdin=True)
        self._attached = attached
        sent = (data for stream, data in attached.chunks() if stream == STDOUT)
        pool = ThreadPoolExecutor(1, thread_name_prefix="collector")
        self._received = pool.submit(collecting.receive, sent, collect, work, Harvest())
        pool.shutdown(wait=False)
        self._api.start(self.container)

    def harvest(self) -> Harvest:
        """Once the stage is dead: take what it left."""
        attached, received = self._attached, self._received
        if attached is None or received is None:
            raise ValueError("the collector was never started")
        deadline = threading.Timer(DEADLINE_S, attached.abandon)
        deadline.start()
        try:
            attached.send(collecting.GO)
            return received.result()
        finally:
            deadline.cancel()

    def remove(self) -> None:
        """Leave nothing of it behind."""
        if self._attached:
            self._attached.abandon()
            if self._received:
                with suppress(SandboxError, OSError):
                    self._received.result()
            self._attached.close()
        if self.container:
            with already_gone():
                self._api.remove_container(self.container, force=True, v=True)
        if self.volume:
            with already_gone():
                self._api.remove_volume(self.volume, force=True)
