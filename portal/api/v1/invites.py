"""Invitations into teams: made, listed, answered, taken back."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.asked import asked_for, student_named
from portal.api.v1.describe import answers, describe
from portal.api.v1.shapes.team import AddressShape, AnswerShape, InviteShape
from portal.api.v1.teams import team_for
from portal.api.v1.view import ApiView
from portal.assignments import services
from portal.assignments.access import get_assignment, get_invite
from portal.assignments.models import TeamInvite
from portal.assignments.teams import invites_of, invites_to
from portal.courses.selectors import enrollment_of


class TeamInvitesView(ApiView):
    """A team's invitations."""

    scopes = {"GET": "read", "POST": "submit"}

    @describe("team_invites_list", responses=answers(InviteShape(many=True), 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """List the team's invitations that nobody has answered."""
        team = team_for(self, public_id)
        return Response([_shaped(one) for one in invites_of(team)])

    @describe(
        "team_invites_create",
        request=AddressShape,
        responses=answers(InviteShape, 400, 404, 409, status=201),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Invite a student into one's team."""
        team = team_for(self, public_id)
        email = asked_for(AddressShape, request)["email"]
        student = student_named(team.assignment.course, email)
        invite = services.invite_to_team(
            team, student, actor=self.viewer, now=timezone.now()
        )
        return Response(_shaped(invite), status=201)


class InvitesView(ApiView):
    """One's own invitations."""

    @describe("invites_list", responses=answers(InviteShape(many=True), 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """List the invitations one has not answered, for an assignment."""
        assignment = get_assignment(self.viewer, public_id, now=timezone.now())
        enrollment = enrollment_of(self.viewer, assignment.course)
        found = invites_to(enrollment, assignment) if enrollment else []
        return Response([_shaped(one) for one in found])


class AnswerView(ApiView):
    """Answering an invitation, or taking it back."""

    scopes = {"POST": "submit", "DELETE": "submit"}

    @describe(
        "invites_answer",
        request=AnswerShape,
        responses=answers(None, 400, 404, 409, status=204),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Accept or decline an invitation one got."""
        now = timezone.now()
        invite = get_invite(self.viewer, public_id, now=now)
        accept = asked_for(AnswerShape, request)["answer"] == "accept"
        services.answer_invite(invite, accept=accept, actor=self.viewer, now=now)
        return Response(status=204)

    @describe("invites_withdraw", responses=answers(None, 404, 409, status=204))
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Take an invitation of one's team back."""
        now = timezone.now()
        invite = get_invite(self.viewer, public_id, now=now)
        services.withdraw_invite(invite, actor=self.viewer, now=now)
        return Response(status=204)


def _shaped(invite: TeamInvite) -> Any:
    url = reverse("api-v1:invite", args=[invite.public_id])
    invite.urls = {"self": url}  # type: ignore[attr-defined]
    return InviteShape(invite).data
