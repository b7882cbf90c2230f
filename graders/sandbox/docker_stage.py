"""One stage as a container: created, watched to its end, emptied, removed."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import docker

from graders.sandbox import layout, profile
from graders.sandbox.accounting import Figures, Usage, Watch, cgroup_probe
from graders.sandbox.collecting import Harvest
from graders.sandbox.docker_collector import DockerCollector
from graders.sandbox.engine import STDOUT, Attached, already_gone, engine_errors
from graders.sandbox.output import CappedOutput
from graders.sandbox.stage import Cause, SandboxError, Side, Sink, StageEnd, StageSpec

GRACE_S = 60.0  # what the engine gets beyond the stage's own time
LATE_NEWS_S = 0.1  # an engine may hear of an exit before it hears of the reason
SIGKILLED = 137


@dataclass(frozen=True)
class Ground:
    """What every stage of one sandbox stands on."""

    api: docker.APIClient
    owner: profile.Owner
    cores: int


class DockerStage:
    """A container on its way; a thread of its own does the work."""

    def __init__(
        self,
        ground: Ground,
        spec: StageSpec,
        *,
        tags: tuple[str, str],
        work: Path,
        stdout: Sink,
        stderr: Sink,
    ) -> None:
        self._api, self._ground, self._spec = ground.api, ground, spec
        self._image, self._collector_image = tags
        self._work, self._stdout, self._stderr = work, stdout, stderr
        self._output = CappedOutput(
            spec.limits.output_kib * 1024, lambda: self._stop(Cause.OUTPUT_LIMIT)
        )
        self._lock = threading.Lock()
        self._stopped: Cause | None = None
        self._running = ""
        self._started: Future[str] = Future()  # the container's id, once it runs
        self._attached: Attached | None = None
        self._end: Future[StageEnd] = Future()
        name = f"stage {spec.name}"
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def wait(self) -> StageEnd:
        """Block until it ended and was removed."""
        return self._end.result()

    def kill(self) -> None:
        """End it now."""
        self._stop(Cause.KILLED)

    def _run(self) -> None:
        try:
            with engine_errors():
                self._end.set_result(self._live())
        except SandboxError as error:
            self._end.set_exception(error)
        except Exception as error:  # noqa: BLE001 - the thread's edge; wait() raises it
            self._end.set_exception(error)
        finally:
            if not self._started.done():
                self._started.set_result("")

    def running_container(self) -> str:
        """Wait until it runs and return its id; empty when it never will."""
        return self._started.result()

    def _live(self) -> StageEnd:
        with ExitStack() as cleanup:
            collector = self._begin_collector(cleanup)
            container = self._create(collector)
            cleanup.callback(self._remove, container)
            self._attached = Attached(self._api, container, stdin=False)
            cleanup.callback(self._attached.close)
            if collector:
                collector.held.result()
            usage = self._watch(container, self._attached)
            end = self._describe(self._final_state(container), usage)
            harvest = Harvest()
            if collector and self._spec.collect:
                harvest = collector.hands.harvest()
            return harvest.onto(end)

    def _begin_collector(self, cleanup: ExitStack) -> Holding | None:
        """Let the collector start while the stage's own container is made."""
        spec = self._spec
        if spec.collect is None:
            return None
        hands = DockerCollector(
            self._api,
            self._ground.owner,
            image=self._collector_image,
            uid=layout.UIDS[spec.side],
        )
        cleanup.callback(hands.remove)
        hands.make_volume(spec.limits)
        pool = cleanup.enter_context(ThreadPoolExecutor(1))
        cores = self._ground.cores
        held = pool.submit(hands.start, spec.collect, cores, self._work)
        return Holding(hands, held)

    def _create(self, collector: Holding | None) -> str:
        spec = self._spec
        places = {name: f"/{name}" for name in spec.folders}
        places["tmp"] = "/tmp"  # noqa: S108 - in the container
        mounts = [profile.bind(p, f"/{name}") for name, p in spec.folders.items()]
        if spec.channel:
            layout.open_channel(spec.channel)
            is_judge = spec.side == Side.JUDGE
            mounts.append(profile.bind(spec.channel, "/channel", writable=is_judge))
            places["channel"] = "/channel"
        if collector:
            volume = collector.hands.volume
            mounts.append(profile.mount_volume(volume, "/out", writable=True))
            places["out"] = "/out"
        made = self._api.create_container_from_config(
            self._config(places, mounts, self._network(collector))
        )
        return str(made["Id"])

    def _network(self, collector: Holding | None) -> str:
        """None, or that of whom to join, as soon as it runs.

        A collector that is to count what goes over loopback has to outlive the stage.
        """
        partner, collect = self._spec.network_of, self._spec.collect
        if partner is None and collector and collect and collect.counts_network:
            collector.held.result()
            return f"container:{collector.hands.container}"
        if partner is None:
            return "none"
        if not isinstance(partner, DockerStage):
            raise SandboxError(f"{self._spec.name}: its partner is not in a container.")
        container = partner.running_container()
        if not container:
            raise SandboxError(f"{self._spec.name}: its partner never ran.")
        return f"container:{container}"

    def _config(
        self, places: dict[str, str], mounts: list[Any], network: str
    ) -> dict[str, Any]:
        spec, uid = self._spec, layout.UIDS[self._spec.side]
        argv = [layout.fill(word, places) for word in spec.argv]
        program = "python3" if argv[0] == "python" else argv[0]
        env = layout.environment(spec, places)
        return {
            "Image": self._image,
            **profile.network_config(network),
            "User": f"{uid}:{uid}",
            "WorkingDir": places["tmp"],
            "Entrypoint": [program],
            "Cmd": argv[1:],
            "Env": [f"{key}={value}" for key, value in env.items()],
            "AttachStdout": True,
            "AttachStderr": True,
            "Healthcheck": {"Test": ["NONE"]},
            "Labels": self._ground.owner.labels,
            "HostConfig": self._host_config(uid, mounts, network),
        }

    def _host_config(self, uid: int, mounts: list[Any], network: str) -> dict[str, Any]:
        spec = self._spec
        config = profile.host_config(
            spec.limits,
            uid=uid,
            mounts=mounts,
            cores=self._ground.cores,
            network=network,
            first_core=spec.first_core,
            is_timed=spec.is_timed,
        )
        if spec.side is Side.SHARED:
            return profile.shared(config, spec.limits)
        return config

    def _watch(self, container: str, attached: Attached) -> Usage:
        """Start it and pass on what it prints until it closes its streams and ends."""
        with self._lock:
            if self._stopped:
                return Usage()
            self._api.start(container)
            self._running = container
        self._started.set_result(container)
        seconds = self._spec.limits.seconds
        deadline = threading.Timer(seconds, self._stop, (Cause.TIMEOUT,))
        deadline.daemon = True
        deadline.start()
        watch = Watch(cgroup_probe(container) or (lambda: self._ask_stats(container)))
        try:
            for stream, data in attached.chunks():
                sink = self._stdout if stream == STDOUT else self._stderr
                self._output.write(sink, data)
            self._api.wait(container, timeout=seconds + GRACE_S)
        finally:
            deadline.cancel()
            usage = watch.stop()
        return usage

    def _ask_stats(self, container: str) -> Figures | None:
        try:
            with engine_errors():
                seen = self._api.stats(container, stream=False, one_shot=True)
            memory = seen["memory_stats"]
            used = int(memory.get("max_usage") or memory["usage"])
            return Figures(seen["cpu_stats"]["cpu_usage"]["total_usage"] / 1e9, used)
        except (SandboxError, KeyError):
            return None

    def _stop(self, cause: Cause) -> None:
        with self._lock:
            self._stopped = self._stopped or cause
            container = self._running
        if not container:
            return
        try:
            with engine_errors(), already_gone():
                self._api.kill(container, "SIGKILL")
        except SandboxError:
            if self._attached:
                self._attached.abandon()

    def _final_state(self, container: str) -> dict[str, Any]:
        state: dict[str, Any] = self._api.inspect_container(container)["State"]
        unexplained = state["ExitCode"] == SIGKILLED and not self._stopped
        if unexplained and not state["OOMKilled"]:
            threading.Event().wait(LATE_NEWS_S)
            state = self._api.inspect_container(container)["State"]
        return state

    def _describe(self, state: dict[str, Any], usage: Usage) -> StageEnd:
        cause = self._stopped
        if cause is None:
            # The flag is also set when a child died and the program carried on.
            ran_out = state["OOMKilled"] and state["ExitCode"] != 0
            cause = Cause.OUT_OF_MEMORY if ran_out else Cause.EXITED
        return StageEnd(
            cause=cause,
            exit_code=state["ExitCode"] if self._running else None,
            seconds=lifetime(state) if self._running else 0.0,
            cpu_seconds=usage.cpu_seconds,
            waited_seconds=usage.waited_seconds,
            peak_memory_mib=usage.peak_memory_mib,
            output_truncated=self._output.truncated,
        )

    def _remove(self, container: str) -> None:
        with already_gone():
            self._api.remove_container(container, force=True, v=True)


@dataclass(frozen=True)
class Holding:
    """A collector, and the news that it holds the folder."""

    hands: DockerCollector
    held: Future[None]


def lifetime(state: dict[str, Any]) -> float:
    """Seconds between the engine's two stamps."""
    begun = datetime.fromisoformat(state["StartedAt"])
    ended = datetime.fromisoformat(state["FinishedAt"])
    return round(max(0.0, (ended - begun).total_seconds()), 3)
