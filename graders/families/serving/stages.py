"""The containers of the serving family, each as a StageSpec."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from graders.families import mounts
from graders.families.bench import Step
from graders.families.job import Job
from graders.sandbox.stage import Limits, RunningStage, Side, StageSpec

BEACON, REDIS_PORT = 65111, 6379
OPEN_FILES = 4096
REDIS_IMAGE = "redis"
SERVER_CORE, LOAD_CORE = 0, 1
LOAD_LIMITS = Limits(
    cores=1, seconds=60, memory_mib=1024, pids=16, open_files=OPEN_FILES
)
REDIS_LIMITS = Limits(
    cores=1, seconds=60, memory_mib=128, pids=32, open_files=OPEN_FILES, tmp_mib=16
)
REDIS = (
    *("redis-server", "--port", str(REDIS_PORT), "--bind", "127.0.0.1"),
    *("--save", "", "--appendonly", "no", "--dir", "{tmp}"),
    *("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru"),
)


@dataclass(frozen=True)
class Act:
    """One phase's stages: the student's server, who asks it, and a Redis."""

    name: str
    server: Step
    asking: Step
    redis: Step

    def steps(self, *, has_redis: bool) -> list[Step]:
        """Those that take part, in the order people read them."""
        return [self.redis, self.asking, self.server][0 if has_redis else 1 :][::-1]


def act(name: str, what: str, *, is_public: bool, timed_on: str = "") -> Act:
    """The stages of phase ``name``."""
    return Act(
        name,
        Step(
            name,
            f"Your server, {what}",
            Side.STUDENT,
            is_public=is_public,
            timed_on=timed_on,
        ),
        Step(f"ask-{name}", f"Requests, {what}", Side.TOOL),
        Step(f"redis-{name}", f"Redis, {what}", Side.TOOL),
    )


PUBLIC = act("public", "public checks", is_public=True)
LOAD = act("load", "under load", is_public=False, timed_on="cpu")
_HOME = act("home", "at home", is_public=True, timed_on="cpu")
HOME = replace(
    _HOME, asking=replace(_HOME.asking, is_public=True, timed_on=_HOME.server.timed_on)
)
JUDGE = Step("judge", "The judge asks, times and compares", Side.JUDGE)


def asking(
    job: Job, step: Step, channel: Path, code: Path, limit_s: float
) -> StageSpec:
    """The load generator; its network is the one that the others join."""
    return StageSpec(
        name=step.name,
        side=Side.TOOL,
        image=job.lease.judge_image,
        argv=("python", "-m", "graders.load", "{channel}", port(job)),
        limits=replace(LOAD_LIMITS, seconds=limit_s),
        folders={"assay": code},
        env=mounts.PYTHONPATH,
        channel=channel,
        first_core=LOAD_CORE,
        is_timed=True,
    )


def trying(job: Job, step: Step, code: Path, limit_s: float) -> StageSpec:
    """The same network at a student's home, where nobody but us asks."""
    options = job.lease.options
    return StageSpec(
        name=step.name,
        side=Side.TOOL,
        image=job.lease.judge_image,
        argv=(
            *("python", "-m", "graders.load.trying", port(job), str(options["ready"])),
            *(str(options["ready_s"]), "{data}"),
        ),
        limits=replace(LOAD_LIMITS, seconds=limit_s),
        folders={"assay": code, "data": job.public},
        env=mounts.PYTHONPATH,
        first_core=LOAD_CORE,
        is_timed=True,
    )


def redis(step: Step, network: RunningStage, limit_s: float) -> StageSpec:
    """A Redis of this phase's own, empty."""
    return StageSpec(
        name=step.name,
        side=Side.TOOL,
        image=REDIS_IMAGE,
        argv=REDIS,
        limits=replace(REDIS_LIMITS, seconds=limit_s),
        network_of=network,
        first_core=SERVER_CORE,
    )


def server(
    job: Job, step: Step, network: RunningStage, code: Path, limit_s: float
) -> StageSpec:
    """The student's own command, in the lab image."""
    waits_for = str(REDIS_PORT) if has_redis(job) else ""
    command = [word.replace("{port}", port(job)) for word in _command(job)]
    env = {"PYTHONPATH": "{submission}:{data}", "DATA": "{data}", "PORT": port(job)}
    if has_redis(job):
        env["REDIS_URL"] = f"redis://127.0.0.1:{REDIS_PORT}/0"
    return StageSpec(
        name=step.name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=(
            *("python", "-I", "-S", "{assay}/graders/harness/begin.py"),
            *(str(BEACON), waits_for, *command),
        ),
        limits=replace(server_limits(job), seconds=limit_s),
        folders={"assay": code, "submission": job.submission, "data": job.public},
        env=env,
        network_of=network,
        first_core=SERVER_CORE,
    )


def server_limits(job: Job) -> Limits:
    """The tier's, less the core that is the load generator's, and more files."""
    limits = mounts.student_limits(job.lease.limits)
    return replace(limits, cores=max(1.0, limits.cores - 1), open_files=OPEN_FILES)


def server_cores(job: Job) -> range:
    """Those of the machine that the server is pinned to."""
    return range(SERVER_CORE, SERVER_CORE + int(server_limits(job).cores))


def judge(
    job: Job, orders: Path, code: Path, channel: Path, files: Path, limit_s: float
) -> StageSpec:
    """Who holds what is expected; it has no network, and the files only to read."""
    return StageSpec(
        name=JUDGE.name,
        side=Side.JUDGE,
        image=job.lease.judge_image,
        argv=(
            *("python", "-m", "graders.judge", "serving"),
            *("{orders}", "{lab}", "{channel}"),
        ),
        limits=replace(mounts.JUDGE_LIMITS, seconds=limit_s),
        folders={"assay": code, "orders": orders, "lab": job.judge, "files": files},
        env={**mounts.PYTHONPATH, "FILES": "{files}"},
        channel=channel,
        first_core=LOAD_CORE,
    )


def has_redis(job: Job) -> bool:
    """Does the assignment lend a Redis?"""
    return bool(job.lease.options.get("redis", False))


def port(job: Job) -> str:
    """Where the server must listen."""
    return str(job.lease.options["port"])


def _command(job: Job) -> list[str]:
    return [str(word) for word in job.lease.options["command"]]
