"""The only doors to an assignment and its teams: published and released, or staff."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from portal.accounts.models import User
from portal.assignments.models import Assignment, Team, TeamInvite, TeamMember
from portal.assignments.selectors import assignments_of, due_dates, with_dates
from portal.assignments.teams import teams_of
from portal.courses.access import is_staff_of, role_in
from portal.courses.models import STAFF, Course
from portal.lib.errors import NotFoundError, RefusedError


def visible_assignments(
    viewer: User, course: Course, *, now: datetime
) -> QuerySet[Assignment]:
    """Return what the viewer may see of the course, in folder order.

    Staff see all; others what is published and released; a stranger nothing.
    """
    everything = assignments_of(course)
    role = role_in(viewer, course)
    if role is None:
        return everything.none()
    if role in STAFF:
        return everything
    published = everything.filter(published_version__isnull=False)
    open_now = [item.pk for item in published if due_dates(item).is_released(now)]
    return everything.filter(pk__in=open_now)


def get_assignment(
    viewer: User, public_id: UUID | str, *, now: datetime, **along: RawSQL
) -> Assignment:
    """Return the assignment, or NotFoundError whether hidden, removed or absent.

    What a page needs ``along`` comes in the same query.
    """
    try:
        rows = Assignment.objects.filter(public_id=public_id, is_removed=False)
        found = with_dates(rows).annotate(**along).first()
    except ValidationError:
        found = None
    if found is None or not _may_see(viewer, found, now):
        raise NotFoundError("There is no such assignment.")
    return found


def get_staffed_assignment(
    viewer: User, public_id: UUID | str, *, now: datetime
) -> Assignment:
    """Return the assignment to staff; students who see it are refused."""
    assignment = get_assignment(viewer, public_id, now=now)
    if not is_staff_of(viewer, assignment.course):
        raise RefusedError("This is for the course's staff.")
    return assignment


def visible_teams(viewer: User, assignment: Assignment) -> QuerySet[Team]:
    """Return all teams there are now to staff, to others only the one they are in."""
    teams = teams_of(assignment)
    if is_staff_of(viewer, assignment.course):
        return teams
    places = TeamMember.objects.filter(left_at=None, enrollment__user=viewer)
    return teams.filter(pk__in=places.values("team"))


def get_team(viewer: User, public_id: UUID | str, *, now: datetime) -> Team:
    """Return a team to its members and to staff, dissolved or not."""
    try:
        team = Team.objects.filter(public_id=public_id).first()
    except ValidationError:
        team = None
    if team is not None:
        team.assignment = get_assignment(viewer, team.assignment.public_id, now=now)
        if is_staff_of(viewer, team.assignment.course) or _is_in(viewer, team):
            return team
    raise NotFoundError("There is no such team of yours.")


def get_invite(viewer: User, public_id: UUID | str, *, now: datetime) -> TeamInvite:
    """Return an invitation to whoever got it and to members of its team."""
    found = TeamInvite.objects.filter(public_id=public_id).select_related(
        "team", "enrollment"
    )
    invite = found.first()
    if invite is not None:
        key = invite.team.assignment.public_id
        invite.team.assignment = get_assignment(viewer, key, now=now)
        if invite.enrollment.user_id == viewer.pk or _is_in(viewer, invite.team):
            return invite
    raise NotFoundError("There is no such invitation.")


def _is_in(viewer: User, team: Team) -> bool:
    return team.members.filter(left_at=None, enrollment__user=viewer).exists()


def _may_see(viewer: User, assignment: Assignment, now: datetime) -> bool:
    role = role_in(viewer, assignment.course)
    if role is None or role in STAFF:
        return role is not None
    is_published = assignment.published_version is not None
    return is_published and due_dates(assignment).is_released(now)
