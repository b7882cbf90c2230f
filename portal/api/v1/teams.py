"""Teams: students make, join and leave them; staff form, change and dissolve them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.asked import asked_for, student_named
from portal.api.v1.describe import answers, describe, paged
from portal.api.v1.pages import page_of
from portal.api.v1.shapes.team import (
    AddressShape,
    JoinShape,
    MoveShape,
    NewTeamShape,
    ReasonShape,
    TeamShape,
)
from portal.api.v1.view import ApiView, has_scope, require_scope
from portal.assignments import services
from portal.assignments.access import get_assignment, get_team, visible_teams
from portal.assignments.models import Team
from portal.assignments.teams import here_in, members_of
from portal.courses.access import is_staff_of
from portal.courses.models import Enrollment
from portal.submissions.services import credit_earlier


class TeamsView(ApiView):
    """The teams of an assignment."""

    scopes = {"GET": "read", "POST": "submit"}

    @describe("teams_list", responses=answers(paged(TeamShape), 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """List one's own team; with the scope 'staff', staff see all."""
        now = timezone.now()
        assignment = get_assignment(self.viewer, public_id, now=now)
        rows = visible_teams(self.viewer, assignment)
        is_staff = is_staff_of(self.viewer, assignment.course)
        if is_staff and not has_scope(request, "staff"):
            rows = rows.none()
        return page_of(
            rows,
            request,
            ordering=("name", "pk"),
            shape=lambda found: [shaped(team, here_in(team)) for team in found],
        )

    @describe(
        "teams_create",
        request=NewTeamShape,
        responses=answers(TeamShape, 400, 404, 409, status=201),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Make a team with oneself in it; staff make one of the members they name."""
        now = timezone.now()
        assignment = get_assignment(self.viewer, public_id, now=now)
        asked = asked_for(NewTeamShape, request)
        if is_staff_of(self.viewer, assignment.course):
            require_scope(request, "staff")
            team = services.form_team_of(
                assignment,
                [student_named(assignment.course, email) for email in asked["members"]],
                name=asked["name"],
                actor=self.viewer,
                now=now,
            )
        else:
            name = asked["name"]
            team = services.form_team(assignment, name=name, actor=self.viewer, now=now)
        return _answer(team, status=201)


class JoinView(ApiView):
    """Joining by code."""

    scopes = {"POST": "submit"}

    @describe(
        "teams_join", request=JoinShape, responses=answers(TeamShape, 400, 404, 409)
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Join the team whose code a member passed on."""
        now = timezone.now()
        assignment = get_assignment(self.viewer, public_id, now=now)
        code = asked_for(JoinShape, request)["code"]
        team = services.join_team(assignment, code=code, actor=self.viewer, now=now)
        return _answer(team)


class TeamView(ApiView):
    """One team."""

    @describe("teams_read", responses=answers(TeamShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read a team one is in, or with the scope 'staff' any of one's course."""
        return _answer(team_for(self, public_id))


class LeaveView(ApiView):
    """Leaving."""

    scopes = {"POST": "submit"}

    @describe("teams_leave", request=None, responses=answers(None, 404, status=204))
    def post(self, request: Request, public_id: UUID) -> Response:
        """Leave one's team, while it has handed in nothing."""
        team = team_for(self, public_id)
        services.leave_team(team, actor=self.viewer, now=timezone.now())
        return Response(status=204)


class MembersView(ApiView):
    """Bringing somebody into a team."""

    scopes = {"POST": "staff"}

    @describe(
        "teams_move", request=MoveShape, responses=answers(TeamShape, 400, 404, 409)
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Put a student in the team, out of any other; for staff of the course."""
        now = timezone.now()
        team = team_for(self, public_id)
        asked = asked_for(MoveShape, request)
        student = student_named(team.assignment.course, asked["email"])
        with transaction.atomic():
            services.move_to_team(team, student, actor=self.viewer, now=now)
            if reason := asked["earlier_counts_because"]:
                credit_earlier(team, student, reason=reason, actor=self.viewer, now=now)
        return _answer(team)


class RemoveView(ApiView):
    """Taking somebody out of a team."""

    scopes = {"POST": "staff"}

    @describe(
        "teams_remove",
        request=AddressShape,
        responses=answers(TeamShape, 400, 404, 409),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take a student out; what came with them counts as it did."""
        team = team_for(self, public_id)
        email = asked_for(AddressShape, request)["email"]
        student = student_named(team.assignment.course, email)
        now = timezone.now()
        services.remove_from_team(team, student, actor=self.viewer, now=now)
        return _answer(team)


class DissolveView(ApiView):
    """Dissolving a team."""

    scopes = {"POST": "staff"}

    @describe(
        "teams_dissolve",
        request=ReasonShape,
        responses=answers(TeamShape, 400, 404, 409),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """End a team; its submissions count on. For staff of the course."""
        team = team_for(self, public_id)
        reason = asked_for(ReasonShape, request)["reason"]
        services.dissolve_team(
            team, reason=reason, actor=self.viewer, now=timezone.now()
        )
        return _answer(team)


def team_for(view: ApiView, public_id: UUID) -> Team:
    """Return the team; one that is not one's own takes a token with 'staff'."""
    team = get_team(view.viewer, public_id, now=timezone.now())
    if is_staff_of(view.viewer, team.assignment.course):
        require_scope(view.request, "staff")
    return team


def shaped(team: Team, people: list[Enrollment]) -> Any:
    """Return a team as it is answered."""
    key = [team.public_id]
    urls = {
        "self": reverse("api-v1:team", args=key),
        "invites": reverse("api-v1:team-invites", args=key),
        "leave": reverse("api-v1:team-leave", args=key),
    }
    team.people, team.urls = people, urls  # type: ignore[attr-defined]
    return TeamShape(team).data


def _answer(team: Team, *, status: int = 200) -> Response:
    team.refresh_from_db()
    return Response(shaped(team, members_of(team)), status=status)
