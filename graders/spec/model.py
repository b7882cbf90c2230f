"""What course.toml and assignment.toml say, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from graders.protocol import LimitsSpec
from graders.spec.forms import Form

KINDS = (
    "lab",
    "homework",
    "project",
    "milestone",
    "paper",
    "quiz",
    "reading",
    "summary",
    "presentation",
    "participation",
    "attendance",
    "peer_rating",
)
VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
COUNTS = ("best", "last", "chosen")
SPLITS = ("even", "points")
AGGREGATES = ("median", "mean", "min", "max")
LATE_RULES = ("zero", "gate", "per_day", "slip_days")
DAYS = ("calendar", "elapsed")
MARKS = ("points", "credit", "bands")
SCALES = ("absolute",)
ROUNDINGS = ("none", "half_up", "half_even", "down")
MISSING = ("open", "zero")
CRITERIA = ("add", "subtract", "levels", "bands", "points")
NOTES = ("policy", "stated", "contradiction", "override", "default")


@dataclass(frozen=True)
class When:
    """An instant, or a session's start plus an offset; exactly one anchor is set.

    ``days`` are calendar days (the same time on the clock, also over a change to
    summer time); ``offset`` is elapsed time on top of them.
    """

    at: datetime | None = None  # aware, or naive in the course's zone
    session: int | None = None  # unit number
    offset: timedelta = timedelta(0)
    days: int = 0


@dataclass(frozen=True)
class SessionSpec:
    unit: int
    starts: datetime  # naive: course zone
    title: str = ""


@dataclass(frozen=True)
class CategorySpec:
    slug: str
    title: str
    weight: float  # percent of the course
    split: str = "even"  # or "points"
    drop_lowest: int = 0
    marks: str = "points"  # or "credit", "bands"
    cap: float | None = None  # the most percent it can give
    required: float | None = None  # the least percent to pass the course
    is_extra: bool = False  # on top of the others


@dataclass(frozen=True)
class LateRule:
    """What lateness costs; ``options`` narrow it (categories, assignments) and size it.

    ``per_day`` has ``percent`` and ``max_days``; ``slip_days`` has ``days`` and
    ``most_each``, and those two for the days that are not covered.
    """

    rule: str  # zero | gate | per_day | slip_days
    grace_minutes: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CapSpec:
    """An assignment gives at most ``percent`` unless ``check`` was met."""

    assignment: str
    check: str
    percent: float


@dataclass(frozen=True)
class FinalSpec:
    """How the course's percentage is finished."""

    rounding: str = "none"
    decimals: int = 0
    cap: float | None = None
    missing: str = "open"  # what was not handed in: open, or zero once it is closed


@dataclass(frozen=True)
class NoteSpec:
    """What staff should know of a rule: where it comes from, and what holds here.

    ``policy`` is a rule that no machine applies, ``stated`` one that the portal keeps
    as its source states it, ``contradiction`` two sources that disagree, ``override``
    a source that another one replaces, ``default`` what no source states.
    """

    about: str
    kind: str
    text: str  # what the sources say
    here: str = ""  # what this course does


@dataclass(frozen=True)
class CourseSpec:
    """One course.toml, with its assignments in the order they are due."""

    slug: str
    term: str
    title: str
    timezone: str
    sessions: tuple[SessionSpec, ...]
    categories: tuple[CategorySpec, ...]
    late: tuple[LateRule, ...]
    final_scale: str
    assignments: tuple[AssignmentSpec, ...]
    folder: Path
    letters: Mapping[str, float] = field(default_factory=dict)  # letter: from percent
    final: FinalSpec = FinalSpec()
    caps: tuple[CapSpec, ...] = ()
    notes: tuple[NoteSpec, ...] = ()
    start: date | None = None  # where a new course is moved to; one that is here stays


@dataclass(frozen=True)
class Curve:
    """A rule from a value to a share of the points: ``kind`` and its numbers.

    Pairs, as ``knots`` and ``bands`` have, lie flat: value, percent, value, percent.
    ``rubric`` is a check graded by people. graders.scoring.CURVES knows them all.
    """

    kind: str
    numbers: tuple[float, ...] = ()


@dataclass(frozen=True)
class Check:
    """One thing that is checked; points, titles and visibility live only here."""

    name: str
    title: str
    curve: Curve
    points: float = 0.0
    measure: str = ""
    unit: str = ""
    requires: tuple[str, ...] = ()
    visibility: str = "visible"
    rubric: str = ""
    hint: str = ""

    @property
    def is_hidden(self) -> bool:
        return self.visibility != "visible"

    @property
    def is_bonus(self) -> bool:
        return self.curve.kind == "bonus"

    @property
    def is_manual(self) -> bool:
        """Graded by people; pending until then."""
        return bool(self.rubric) or self.curve.kind == "rubric"


@dataclass(frozen=True)
class Submit:
    files: tuple[str, ...]
    optional: tuple[str, ...] = ()  # fnmatch patterns
    max_mib: float = 20.0
    per_day: int = 20
    counts: str = "best"


@dataclass(frozen=True)
class Grade:
    """How it is graded; ``options`` are the family's own keys, validated by name."""

    family: str
    image: str
    tier: str
    limits: LimitsSpec
    judge_image: str = "judge"
    needs: tuple[str, ...] = ()
    pool: str = "cpu"
    seeds: int = 1
    aggregate: str = "median"
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Board:
    """Three measurements that everybody's counting submission is shown by.

    More ``quality`` is better, less ``size`` and ``latency``; who fails the check
    ``gate`` is shown without a rank.
    """

    title: str
    quality: str
    size: str
    latency: str
    gate: str = ""


@dataclass(frozen=True)
class SlotSpec:
    """A role at each of some sessions, by unit, that so many students can take.

    Until ``notice_hours`` before it they may leave by themselves.
    """

    role: str
    sessions: tuple[int, ...]
    places: int = 1
    notice_hours: int = 48


@dataclass(frozen=True)
class RubricItem:
    """One line of a rubric; ``points`` are given, or taken off by a subtracting one."""

    name: str
    title: str
    points: float
    percent: float | None = None  # of the criterion, where that has bands
    comment: str = ""  # said to the student where it is chosen


@dataclass(frozen=True)
class Criterion:
    """What people judge by itself; ``kind`` says how its items come to points."""

    name: str
    title: str
    points: float
    kind: str  # add | subtract | levels | bands | points
    items: tuple[RubricItem, ...]
    note: str = ""  # for graders


@dataclass(frozen=True)
class Rubric:
    """One rubric file: the criteria that add up to the check's points."""

    file: str
    criteria: tuple[Criterion, ...]
    note: str = ""  # for graders


@dataclass(frozen=True)
class ContentFile:
    """One file of an assignment version; ``role`` says who gets it.

    ``public`` and ``judge`` go to runners, ``page`` is for readers (README, pictures,
    starter), ``staff`` (assignment.toml, rubrics) stays in the portal.
    """

    path: str
    sha256: str
    size: int
    role: str


@dataclass(frozen=True)
class AssignmentSpec:
    """One assignment folder; ``digest`` names its whole content."""

    slug: str
    title: str
    kind: str
    category: str
    points: float
    pass_mark: float | None
    due: When | None
    release: When | None
    late_due: When | None
    lock: When | None
    team_min: int
    team_max: int
    submit: Submit
    grade: Grade
    checks: tuple[Check, ...]
    text: str  # README.md
    files: tuple[ContentFile, ...]
    digest: str  # sha256 of the sorted (path, size, sha256)
    folder: Path
    board: Board | None = None
    rubrics: tuple[Rubric, ...] = ()  # one for each file that a check names
    form: Form | None = None
    slots: tuple[SlotSpec, ...] = ()

    @property
    def is_handed_in(self) -> bool:
        """Whether there is anything to hand in, and so anything to run."""
        return bool(self.grade.family)
