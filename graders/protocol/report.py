"""What a runner sends back: findings and evidence, never points."""

import math
from dataclasses import dataclass, field
from enum import Enum
from typing import Dict, Optional, Tuple

from graders.protocol.statement import Statement


class Outcome(str, Enum):
    """How a job ended; each value names who has to act next."""

    GRADED = "graded"  # nobody
    TIMEOUT = "timeout"  # the student
    OUT_OF_MEMORY = "out_of_memory"  # the student
    UNGRADABLE = "ungradable"  # the student
    LAB_BROKEN = "lab_broken"  # the course staff
    RUNNER_FAILED = "runner_failed"  # nobody, then the operator; the job is retried
    CANCELLED = "cancelled"  # the student


@dataclass(frozen=True)
class Evidence:
    """One line of proof: what was expected, what came, what to try.

    Every text is the judge's own sentence, never a student's exception text in a
    hidden check.
    """

    expected: str = ""
    got: str = ""
    hint: str = ""


@dataclass(frozen=True)
class CheckResult:
    """What the judge found for one check; its points are computed elsewhere."""

    name: str
    passed: Optional[bool] = None  # for gates and credit
    value: Optional[float] = None  # for curves; finite
    evidence: Tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"{self.name}: {self.value} is not a number to grade")


@dataclass(frozen=True)
class Measurement:
    """A number with its unit and every repeat behind it.

    ``repeats`` are in the order they were taken (one a training seed, or one a timed
    round); ``value`` is their aggregate; ``low`` and ``high`` bound a 95 % interval.
    """

    name: str
    value: float
    unit: str = ""
    repeats: Tuple[float, ...] = ()
    low: Optional[float] = None
    high: Optional[float] = None
    aggregate: str = "median"
    baseline: Optional[float] = None
    warm_ups: int = 0  # rounds that were thrown away before the first repeat

    def __post_init__(self) -> None:
        numbers = [self.value, self.low, self.high, self.baseline, *self.repeats]
        if not all(math.isfinite(n) for n in numbers if n is not None):
            raise ValueError(f"{self.name}: a measurement is made of finite numbers")


@dataclass(frozen=True)
class Flag:
    """Something people should look at; it changes no score by itself."""

    check: str
    sentence: str


@dataclass(frozen=True)
class Series:
    """A table of numbers behind a picture: latency at each rate, loss at each epoch.

    ``columns`` carry their unit (``rate, req/s``), the first is the horizontal axis.
    Who may see ``check`` may see it.
    """

    name: str
    check: str
    columns: Tuple[str, ...]
    rows: Tuple[Tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.name}: a row has a number for each column")
        if not all(math.isfinite(n) for row in self.rows for n in row):
            raise ValueError(f"{self.name}: a series is made of finite numbers")


@dataclass(frozen=True)
class StageRecord:
    """One stage as it ran; ``is_public`` says whether the student may read its log."""

    name: str
    title: str
    side: str  # "student" or "judge"
    is_public: bool
    cause: str  # graders.sandbox.stage.Cause, or "skipped"
    seconds: float = 0.0
    limit_s: float = 0.0
    cpu_seconds: Optional[float] = None
    peak_memory_mib: Optional[float] = None
    limit_mib: Optional[int] = None
    exit_code: Optional[int] = None
    note: str = ""


@dataclass(frozen=True)
class Report:
    """Everything one attempt found.

    ``sentence`` says what happened in one plain sentence that the student may read;
    ``staff_note`` is for staff and ops only (tracebacks, judge output).
    """

    lease_id: str
    attempt: int
    outcome: Outcome
    sentence: str = ""
    hint: str = ""
    staff_note: str = ""
    checks: Tuple[CheckResult, ...] = ()
    measurements: Tuple[Measurement, ...] = ()
    series: Tuple[Series, ...] = ()
    flags: Tuple[Flag, ...] = ()  # for staff
    stages: Tuple[StageRecord, ...] = ()
    sandbox: str = ""  # "docker" or "process"
    image: Dict[str, str] = field(default_factory=dict)  # name, digest, engine_id
    judge_image: Dict[str, str] = field(default_factory=dict)
    environment: Dict[str, str] = field(default_factory=dict)
    seeds: Tuple[int, ...] = ()
    seconds: float = 0.0
    statement: Optional[Statement] = None  # an existing autograder's own words
