"""Who hands in together: teams, who is in them now, and for whom one hands in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from portal.assignments.dates import DueDates
from portal.assignments.extensions import (
    Extensions,
    extensions_in,
    personal,
    personal_dates,
)
from portal.assignments.models import Assignment, Team, TeamInvite, TeamMember
from portal.assignments.selectors import due_dates, shown_version
from portal.courses.models import Enrollment, Role


@dataclass(frozen=True)
class Party:
    """Who hands in: a student alone, or all who are in their team and the course."""

    enrollment: Enrollment
    team: Team | None = None
    members: tuple[Enrollment, ...] = ()
    joined_at: datetime | None = None
    placed: int = 0  # in the team, those dropped from the course too

    @property
    def everybody(self) -> tuple[Enrollment, ...]:
        return self.members or (self.enrollment,)

    @property
    def others(self) -> tuple[Enrollment, ...]:
        return tuple(one for one in self.members if one.pk != self.enrollment.pk)


@dataclass(frozen=True)
class TeamSize:
    """How many hand in together, as the assignment says."""

    least: int
    most: int

    @property
    def is_teamwork(self) -> bool:
        return self.most > 1

    def sentence(self) -> str:
        """Say it: ``2 to 4 students``."""
        if self.least == self.most:
            return f"{self.most} students"
        return f"{self.least} to {self.most} students"


def team_size(assignment: Assignment) -> TeamSize:
    """Return the sizes of the version that students see."""
    version = shown_version(assignment)
    if version is None:
        return TeamSize(1, 1)
    return TeamSize(int(version.spec["team_min"]), int(version.spec["team_max"]))


def team_of(enrollment: Enrollment, assignment: Assignment) -> Team | None:
    """Return the team the person is in now; 1 query."""
    place = (
        TeamMember.objects.filter(
            assignment=assignment, enrollment=enrollment, left_at=None
        )
        .select_related("team")
        .first()
    )
    return place.team if place else None


def members_of(team: Team) -> list[Enrollment]:
    """Return who is in the team now, those dropped from the course too, by name."""
    places = TeamMember.objects.filter(team=team, left_at=None)
    return list(
        Enrollment.objects.filter(pk__in=places.values("enrollment"))
        .select_related("user", "section")
        .order_by("user__name", "pk")
    )


def party_of(assignment: Assignment, enrollment: Enrollment) -> Party:
    """Return for whom this person hands in; 1 query, none for staff and work alone."""
    if enrollment.role != Role.STUDENT or not team_size(assignment).is_teamwork:
        return Party(enrollment)
    own = TeamMember.objects.filter(
        assignment=assignment, enrollment=enrollment, left_at=None
    )
    places = list(_places().filter(team__in=own.values("team")))
    if not places:
        return Party(enrollment)
    mine = next(one for one in places if one.enrollment_id == enrollment.pk)
    members = tuple(one.enrollment for one in places if one.enrollment.is_active)
    return Party(enrollment, mine.team, members, mine.joined_at, len(places))


def _places() -> QuerySet[TeamMember]:
    """Return the places in teams that somebody has now, by name."""
    held = TeamMember.objects.filter(left_at=None)
    return held.select_related(
        "team", "enrollment__user", "enrollment__section"
    ).order_by("enrollment__user__name", "enrollment")


def why_not_yet(assignment: Assignment, party: Party) -> str:
    """Return why these can't hand in yet and what to do, or nothing."""
    size = team_size(assignment)
    if party.enrollment.role != Role.STUDENT or size.least <= 1:
        return ""
    if party.team is None:
        return (
            f"This is handed in by teams of {size.sentence()}, and you are in none: "
            "make a team or join one first."
        )
    if party.team.is_any_size or party.team.first_hand_in_at is not None:
        return ""
    # Whoever was dropped since still counts: the others are not to blame.
    here = party.placed
    if here >= size.least:
        return ""
    return (
        f"This is handed in by teams of {size.sentence()}, and yours has {here}: "
        "invite somebody, or ask the course's staff to let it hand in as it is."
    )


def shared_dates(
    assignment: Assignment,
    members: Sequence[Enrollment],
    given: Extensions | None = None,
) -> DueDates:
    """Return the dates of whoever among them has the most time.

    1 more query, none where what was ``given`` to all of them is at hand.
    """
    if given is None and len(members) == 1:
        return personal_dates(assignment, members[0])
    given = given or extensions_in(assignment.course)
    dates = due_dates(assignment)
    return latest(personal(dates, assignment.pk, one, given) for one in members)


def latest(found: Iterable[DueDates]) -> DueDates:
    """Return the dates with the last due date."""
    return max(found, key=lambda one: one.due.timestamp() if one.due else 0.0)


def closes_to_students_at(
    assignment: Assignment, enrollment: Enrollment
) -> datetime | None:
    """Return after when only staff change teams."""
    dates = personal_dates(assignment, enrollment)
    return dates.lock or dates.late_due or dates.due


def teams_of(assignment: Assignment) -> QuerySet[Team]:
    """Return the teams there are now with their members; 3 queries at any size."""
    places = TeamMember.objects.filter(left_at=None).select_related(
        "enrollment__user", "enrollment__section"
    )
    return (
        assignment.teams.filter(dissolved_at=None)
        .prefetch_related(
            Prefetch("members", places.order_by("enrollment__user__name"), "here")
        )
        .order_by("name", "pk")
    )


def here_in(team: Team) -> list[Enrollment]:
    """Return who is in a team that ``teams_of`` gave, by name; no query."""
    places: list[TeamMember] = team.here  # type: ignore[attr-defined]
    return [place.enrollment for place in places]


def without_team(assignment: Assignment) -> QuerySet[Enrollment]:
    """Return the course's students who are in no team of the assignment, by name."""
    placed = TeamMember.objects.filter(assignment=assignment, left_at=None)
    return (
        assignment.course.enrollments.filter(role=Role.STUDENT, is_active=True)
        .exclude(pk__in=placed.values("enrollment"))
        .select_related("user", "section")
        .order_by("user__name", "pk")
    )


def invites_to(enrollment: Enrollment, assignment: Assignment) -> list[TeamInvite]:
    """Return the offers the person has not answered, oldest first."""
    found = TeamInvite.objects.filter(
        enrollment=enrollment,
        team__assignment=assignment,
        answer=TeamInvite.Answer.OPEN,
    )
    return list(found.select_related("team", "author").order_by("at", "pk"))


def invites_of(team: Team) -> list[TeamInvite]:
    """Return the team's offers that nobody has answered, oldest first."""
    found = team.invites.filter(answer=TeamInvite.Answer.OPEN)
    return list(found.select_related("enrollment__user").order_by("at", "pk"))
