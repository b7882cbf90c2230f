"""Asking for work, getting it, and staying alive while doing it."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Dict, Optional, Tuple


class Role(str, Enum):
    """Which side of the trust border a file may be mounted on."""

    SUBMISSION = "submission"  # the student's own files
    PUBLIC = "public"  # starter/data: student stages may read it
    JUDGE = "judge"  # judge.py, hidden/: judge stages only


@dataclass(frozen=True)
class BlobRef:
    """One file of a lease, fetched by digest; ``path`` is relative, with ``/``."""

    path: str
    sha256: str
    size: int
    role: Role


@dataclass(frozen=True)
class LimitsSpec:
    """A tier's limits for one stage; ``seconds`` is wall clock."""

    tier: str
    cores: float
    seconds: float
    memory_mib: int
    pids: int
    open_files: int
    file_mib: int
    shm_mib: int


@dataclass(frozen=True)
class CheckSpec:
    """What a runner must know of a check: no points, no curve."""

    name: str
    title: str
    is_hidden: bool = False  # anything but visibility "visible"
    measure: str = ""
    requires: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """A runner asks for one job; labels can only narrow what ops assigned."""

    labels: Tuple[str, ...] = ()
    sandbox: str = ""
    images: Tuple[str, ...] = ()  # lab images present here; () = will build or pull
    wait_s: float = 0.0
    environment: Dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lease:
    """A time-limited right to one job, with all it needs to run it.

    ``options`` are the family's own keys of ``[grade]`` (for training: ``seeds``,
    ``aggregate``, ``max_parameters`` …), already validated. ``seeds`` are the training
    seeds, shown to the student; ``hidden_seed`` is for the judge only. ``metadata``
    says who handed this in, when, and what before, for families that must know.
    """

    id: str
    token: str
    attempt: int
    job_id: str
    submission_id: str
    assignment: str
    version: str
    family: str
    image: str
    judge_image: str
    limits: LimitsSpec
    checks: Tuple[CheckSpec, ...]
    blobs: Tuple[BlobRef, ...]
    options: Dict[str, Any] = field(default_factory=dict)
    seeds: Tuple[int, ...] = ()
    hidden_seed: int = 0
    lease_s: float = 90.0
    heartbeat_s: float = 10.0
    required_files: Tuple[str, ...] = ()
    metadata: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StageProgress:
    """Where a stage is now, for the live page."""

    name: str
    title: str
    side: str
    state: str  # "todo", "running", "done", "failed", "skipped"
    is_public: bool = True
    seconds: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Heartbeat:
    """Sent every ``heartbeat_s``: still alive, and this far."""

    attempt: int
    stages: Tuple[StageProgress, ...] = ()


@dataclass(frozen=True)
class HeartbeatAnswer:
    """What the portal wants next: ``continue``, ``cancel`` or ``drain``."""

    order: str
    lease_s: Optional[float] = None
