"""The course, its people and its assignments, as the acts of a term need them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from graders.spec import AssignmentSpec
from portal.accounts.models import User
from portal.assignments.dates import DueDates
from portal.assignments.models import Assignment
from portal.assignments.selectors import assignments_of, current_spec, due_dates
from portal.commands.simulate.people import Character
from portal.courses.models import Course, Enrollment
from portal.courses.selectors import meetings
from portal.lib.errors import ConflictError
from portal.runners.models import Runner

TERM_AFTER = timedelta(days=14)  # marks and requests after the last due date


@dataclass(frozen=True)
class Player:
    """A student on the stage."""

    character: Character
    enrollment: Enrollment

    @property
    def user(self) -> User:
        return self.enrollment.user

    def is_here(self) -> bool:
        """Whether the player is in the course now; 1 query."""
        self.enrollment.refresh_from_db(fields=["is_active"])
        return self.enrollment.is_active


@dataclass(frozen=True)
class Item:
    """A published assignment, what it says and when."""

    assignment: Assignment
    spec: AssignmentSpec
    dates: DueDates
    number: int
    progress: float  # how much of the term is over when it is due, from 0 to 1
    is_credit: bool = False  # counts all or nothing

    @property
    def slug(self) -> str:
        return self.assignment.slug

    @property
    def kind(self) -> str:
        return self.spec.kind

    @property
    def has_slots(self) -> bool:
        """Whether students take slots to present at."""
        return self.kind == "presentation" and not self.is_handed_in

    @property
    def is_by_hand(self) -> bool:
        """Whether staff give its grade at the end, out of their own notes."""
        elsewhere = self.has_slots or self.kind in ("attendance", "peer_rating")
        return not (self.is_handed_in or self.is_by_question or elsewhere)

    @property
    def is_by_question(self) -> bool:
        """Whether it is an exam on paper, of which people mark each question."""
        by_people = sum(check.is_manual for check in self.spec.checks)
        return self.kind == "quiz" and not self.is_handed_in and by_people > 1

    @property
    def is_handed_in(self) -> bool:
        """Whether there is anything to hand in."""
        return self.spec.is_handed_in

    @property
    def is_text(self) -> bool:
        """Whether people read it, so that one hands it in when it is finished."""
        by_people = any(check.is_manual for check in self.spec.checks)
        return by_people or self.spec.grade.family == "written"

    @property
    def is_teamwork(self) -> bool:
        """Whether it has teams: work handed in, a talk, a rating of each other."""
        with_teams = self.is_handed_in or self.has_slots or self.kind == "peer_rating"
        return self.spec.team_max > 1 and with_teams

    def due_or(self, otherwise: datetime) -> datetime:
        return self.dates.due or otherwise


@dataclass
class Stage:
    """Everything the acts share; ``counts`` is what happened, in words."""

    course: Course
    seed: int
    begins: datetime
    ends: datetime
    items: tuple[Item, ...]
    players: tuple[Player, ...] = ()
    staff: tuple[User, ...] = ()  # the instructor first
    runner: Runner | None = None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def instructor(self) -> User:
        return self.staff[0]

    @property
    def graders(self) -> tuple[User, ...]:
        return self.staff[1:]

    def skill_of(self, person: User) -> float:
        """Return how good a player's work is; of somebody else, fair."""
        skills = {one.character.email: one.character.skill for one in self.players}
        return skills.get(person.email, 0.8)

    def luck(self, *names: object) -> Random:
        """Return a source of chance of one's own, so that no order of play matters."""
        key = "/".join(str(name) for name in (self.seed, self.course.slug, *names))
        return Random(key)  # noqa: S311 - a made-up class, no secret


def stage_of(course: Course, *, seed: int) -> Stage:
    """Return the empty stage of a course; ConflictError where there is no term."""
    starts = [session.starts_at for session in meetings(course)]
    published = [a for a in assignments_of(course) if a.published_version_id]
    if not published or not starts:
        raise ConflictError("This course has no sessions or no published assignment.")
    dated = [(a, current_spec(a, a.published_version), due_dates(a)) for a in published]
    ends = max([*starts, *(dates.due for _, _, dates in dated if dates.due)])
    begins = min(starts) - timedelta(days=7)
    credit = {
        category["slug"]
        for category in course.policy["categories"]
        if category["marks"] == "credit"
    }
    return Stage(
        course=course,
        seed=seed,
        begins=begins,
        ends=ends + TERM_AFTER,
        items=tuple(_items(dated, begins, ends, credit)),
    )


def _items(
    dated: Iterable[tuple[Assignment, AssignmentSpec, DueDates]],
    begins: datetime,
    ends: datetime,
    credit: set[str],
) -> Iterable[Item]:
    for number, (assignment, spec, dates) in enumerate(dated):
        due = dates.due or ends
        progress = min(1.0, max(0.0, (due - begins) / (ends - begins)))
        is_credit = spec.category in credit
        yield Item(assignment, spec, dates, number, progress, is_credit)
