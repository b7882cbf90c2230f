"""Runs stages in hardened containers of a Docker engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import docker

from graders.sandbox import layout
from graders.sandbox.docker_stage import DockerStage, Ground
from graders.sandbox.engine import already_gone, connect, engine_errors
from graders.sandbox.images import DEFAULT_FOLDER, JUDGE_IMAGE, LabImages, missing
from graders.sandbox.probing import probe_problems
from graders.sandbox.profile import Owner
from graders.sandbox.stage import ImageMissingError, SandboxError, Sink, StageSpec

Progress = Callable[[str], None]


class DockerSandbox:
    """Two kinds of containers, student and judge, neither with a network."""

    name = "docker"
    isolates = True
    joins_networks = True

    def __init__(
        self, runner_id: str, boot: str, images: Path = DEFAULT_FOLDER
    ) -> None:
        self._owner = Owner(runner_id, boot)
        self._images = LabImages(images)

    @cached_property
    def _api(self) -> docker.APIClient:
        return connect()

    @cached_property
    def _ground(self) -> Ground:
        with engine_errors():
            cores = int(self._api.info()["NCPU"])
        return Ground(self._api, self._owner, cores)

    def start(
        self, spec: StageSpec, *, work: Path, stdout: Sink, stderr: Sink
    ) -> DockerStage:
        """Begin ``spec`` in a fresh container; raise what can be known at once."""
        layout.check_spec(spec)
        for folder in spec.folders.values():
            if not layout.is_open(folder):
                raise SandboxError(f"{folder} must be readable by others: mode 0755.")
        image = self._tag(spec.image)
        collector_image = self._tag(JUDGE_IMAGE) if spec.collect else ""
        return DockerStage(
            self._ground,
            spec,
            tags=(image, collector_image),
            work=work,
            stdout=stdout,
            stderr=stderr,
        )

    def image_identity(self, image: str) -> Mapping[str, str]:
        """The digest of its folder beside the engine's own id."""
        digest = self._images.digest(image)
        engine_id = self._inspect(image)["Id"]
        return {"name": image, "digest": digest, "engine_id": engine_id}

    def is_present(self, image: str) -> bool:
        """Is ``image``, as its folder is now, built on this machine?"""
        try:
            self._inspect(image)
        except ImageMissingError:
            return False
        return True

    def present(self) -> tuple[str, ...]:
        """The names of all lab images that are built on this machine, asked at once."""
        with engine_errors():
            listed = self._api.images("assay/*")
        built = {tag for found in listed for tag in found["RepoTags"] or ()}
        return tuple(n for n in self._images.names() if self._images.tag(n) in built)

    def build(self, image: str, progress: Progress) -> None:
        """Build ``image`` from its folder, telling what the engine says."""
        source = self._images.source(image)
        self._build(image, progress, path=str(source))

    def build_context(
        self,
        image: str,
        context: IO[bytes],
        arguments: Mapping[str, str],
        progress: Progress,
    ) -> None:
        """Build ``image`` from a tar that has its Dockerfile and all it copies."""
        self._build(
            image,
            progress,
            fileobj=context,
            custom_context=True,
            buildargs=dict(arguments),
        )

    def _build(self, image: str, progress: Progress, **what: Any) -> None:
        tag = self._images.tag(image)
        with engine_errors():
            for line in self._api.build(
                tag=tag, rm=True, forcerm=True, decode=True, **what
            ):
                if "error" in line:
                    raise SandboxError(f"{image} does not build: {line['error']}")
                if text := line.get("stream", "").strip():
                    progress(text)

    def check(self) -> list[str]:
        """What is wrong with this machine, in sentences; empty when nothing is."""
        try:
            with engine_errors():
                self._api.ping()
            if not self.is_present(JUDGE_IMAGE):
                return [str(missing(JUDGE_IMAGE))]
            return probe_problems(self)
        except SandboxError as error:
            return [str(error)]

    def remove_leftovers(self) -> int:
        """Remove what earlier starts of this runner left, nobody else's."""
        label = {"label": f"assay.runner={self._owner.runner_id}"}
        with engine_errors():
            found = self._api.containers(all=True, filters=label)
            containers = [c["Id"] for c in found if self._is_stale(c)]
            for container in containers:
                with already_gone():
                    self._api.remove_container(container, force=True, v=True)
            listed = self._api.volumes(filters=label)["Volumes"] or []
            volumes = [v["Name"] for v in listed if self._is_stale(v)]
            for volume in volumes:
                with already_gone():
                    self._api.remove_volume(volume, force=True)
        return len(containers) + len(volumes)

    def _is_stale(self, thing: Mapping[str, Any]) -> bool:
        return bool(thing["Labels"].get("assay.boot") != self._owner.boot)

    def _tag(self, image: str) -> str:
        self._inspect(image)
        return self._images.tag(image)

    def _inspect(self, image: str) -> Mapping[str, Any]:
        tag = self._images.tag(image)
        try:
            with engine_errors():
                found: Mapping[str, Any] = self._api.inspect_image(tag)
        except ImageMissingError as error:
            raise missing(image) from error
        return found
