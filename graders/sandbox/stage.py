"""What a stage is, before any engine is involved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

Sink = Callable[[bytes], None]


class Side(StrEnum):
    """Whose code a stage runs; decides uid, channel rights and environment."""

    STUDENT = "student"
    JUDGE = "judge"
    TOOL = "tool"  # ours, beside a server: the load generator, a cache; no hidden data
    SHARED = "shared"  # an existing autograder as root, and the student's code with it


class Cause(StrEnum):
    """Why a stage ended."""

    EXITED = "exited"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    OUTPUT_LIMIT = "output_limit"  # wrote more than limits.output_kib
    KILLED = "killed"  # by us: cancelled, or its partner ended


@dataclass(frozen=True)
class Limits:
    """What one stage may use; ``seconds`` is wall clock, ``cores`` may be a half."""

    cores: float
    seconds: float
    memory_mib: int
    pids: int = 128
    open_files: int = 256
    file_mib: int = 64
    shm_mib: int = 16
    tmp_mib: int = 64
    out_mib: int = 64
    out_inodes: int = 1024
    output_kib: int = 1024


@dataclass(frozen=True)
class Collect:
    """Which files of ``{out}`` come back: exact relative names, and caps.

    What is added to the file ``follow`` while the stage runs goes to ``on_new``, about
    once a second and at most a MiB. ``counts_network`` asks what went over loopback.
    """

    names: tuple[str, ...]
    max_mib: int = 64
    follow: str = ""
    on_new: Sink | None = None
    counts_network: bool = False


@dataclass(frozen=True)
class StageSpec:
    """One container to be.

    ``folders`` maps a name to a host folder, mounted read-only at ``/name``; ``argv``
    and ``env`` values say ``{name}`` for its path as the program sees it. Further
    names: ``{out}`` (writable, capped, only with ``collect``), ``{tmp}`` (writable,
    noexec, the working folder and HOME), ``{channel}`` (folder of unix sockets,
    writable for the judge, read-only for everyone else). ``argv[0] == "python"`` is the
    image's own interpreter.

    ``network_of`` is a running stage whose network, loopback only, this one joins; it
    waits until that one runs. ``first_core`` pins it to as many whole cores as it may
    use, from that one on, where the machine has them. ``is_timed`` gives it the right
    of way where other containers want the same core.
    """

    name: str
    side: Side
    image: str
    argv: tuple[str, ...]
    limits: Limits
    folders: Mapping[str, Path] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    channel: Path | None = None
    collect: Collect | None = None
    network_of: RunningStage | None = None
    first_core: int | None = None
    is_timed: bool = False


@dataclass(frozen=True)
class StageEnd:
    """How a stage ended; ``collected`` maps names to files this runner now owns.

    ``refused`` maps a wanted name to the sentence why it was not collected
    (missing, a link, too big …). ``ages`` are the seconds from a file's last change
    to its collection. ``network_bytes`` is what all of the stage's programs sent each
    other over loopback, headers included; ``waited_seconds`` is how long its threads
    were ready to run and had no core. ``None`` where nobody could count.
    """

    cause: Cause
    exit_code: int | None
    seconds: float
    cpu_seconds: float | None = None
    peak_memory_mib: float | None = None
    output_truncated: bool = False
    collected: Mapping[str, Path] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    ages: Mapping[str, float] = field(default_factory=dict)
    network_bytes: int | None = None
    waited_seconds: float | None = None


class SandboxError(Exception):
    """The engine failed; nobody's fault who handed something in."""


class ImageMissingError(SandboxError):
    """The stage asks for an image this machine does not have."""


class RunningStage(Protocol):
    """A stage on its way; ``start`` returned at once, the engine works behind it."""

    def wait(self) -> StageEnd:
        """Block until the stage ended and was cleaned; raise SandboxError."""

    def kill(self) -> None:
        """End it now, from any thread; ``wait`` then says ``Cause.KILLED``."""


class Sandbox(Protocol):
    """One way to run stages on this machine."""

    name: str  # "docker" or "process"
    isolates: bool  # False: nothing protects hidden data or isolates the code
    joins_networks: bool  # can a stage join another's network?

    def start(
        self, spec: StageSpec, *, work: Path, stdout: Sink, stderr: Sink
    ) -> RunningStage:
        """Begin ``spec``; ``work`` is a fresh host folder for what is collected."""

    def image_identity(self, image: str) -> Mapping[str, str]:
        """``{"name", "digest", "engine_id"}``; raise ImageMissingError."""

    def remove_leftovers(self) -> int:
        """Remove what a killed run of this same runner left; the number of things."""
