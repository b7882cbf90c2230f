"""A stage of a few lines, run for real on either backend."""

import os
import secrets
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graders.sandbox.docker_backend import DockerSandbox
from graders.sandbox.engine import connect
from graders.sandbox.process_backend import ProcessSandbox
from graders.sandbox.stage import Limits, SandboxError, Side, StageEnd, StageSpec

REPOSITORY = Path(__file__).resolve().parents[3]
LIMITS = {"cores": 1, "seconds": 20, "memory_mib": 128, "pids": 32}


@dataclass
class Played:
    """A running stage and all it says."""

    running: object
    work: Path
    out: bytearray = field(default_factory=bytearray)
    err: bytearray = field(default_factory=bytearray)

    def wait(self) -> StageEnd:
        return self.running.wait()

    @property
    def text(self) -> str:
        return self.out.decode("utf-8", "replace").strip()


class Theatre:
    """Runs programs as stages of one sandbox."""

    def __init__(self, sandbox, folder: Path) -> None:
        self.sandbox, self.folder = sandbox, folder

    def begin(self, program, *, side=Side.STUDENT, image="judge", limits=(), **more):
        """Start ``program``; ``limits`` are those that differ from the usual."""
        spec = StageSpec(
            name="play",
            side=side,
            image=image,
            argv=("python", "-c", textwrap.dedent(program)),
            limits=Limits(**{**LIMITS, **dict(limits)}),
            **more,
        )
        work = self.folder / f"work-{secrets.token_hex(4)}"
        work.mkdir()
        played = Played(None, work)
        played.running = self.sandbox.start(
            spec, work=work, stdout=played.out.extend, stderr=played.err.extend
        )
        return played

    def play(self, program, **more):
        """Run ``program`` to its end; what it printed, and the end."""
        played = self.begin(program, **more)
        return played, played.wait()

    def open_folder(self, name: str) -> Path:
        """A host folder that a stage may read."""
        folder = self.folder / name
        folder.mkdir()
        folder.chmod(0o755)
        return folder


def make_docker():
    sandbox = DockerSandbox(f"tests-{os.getpid()}", "boot-now")
    if not sandbox.is_present("judge"):
        sandbox.build("judge", print)
    return sandbox


def make_process():
    sandbox = ProcessSandbox(f"tests-{os.getpid()}", "boot-now", var=REPOSITORY / "var")
    if not sandbox.is_present("judge"):
        sandbox.build("judge", print)
    return sandbox


@pytest.fixture(scope="session")
def engine():
    """The engine itself, to look behind the sandbox's back."""
    try:
        return connect()
    except SandboxError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def docker_sandbox(engine):
    return make_docker()


@pytest.fixture(scope="session")
def process_sandbox():
    return make_process()


@pytest.fixture(scope="session")
def theatre_of():
    """To run several programs once for many tests."""
    return Theatre


@pytest.fixture
def docker_stage(docker_sandbox, tmp_path):
    """Stages in containers."""
    return Theatre(docker_sandbox, tmp_path)


@pytest.fixture
def process_stage(process_sandbox, tmp_path):
    """Stages as processes."""
    return Theatre(process_sandbox, tmp_path)


@pytest.fixture(params=[pytest.param("docker", marks=pytest.mark.docker), "process"])
def stage(request, tmp_path):
    """Stages of either kind."""
    sandbox = request.getfixturevalue(f"{request.param}_sandbox")
    return Theatre(sandbox, tmp_path)


@pytest.fixture(autouse=True)
def plain_settings():
    """These tests know nothing of the portal."""
