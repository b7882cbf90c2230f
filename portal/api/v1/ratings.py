"""How members of a team rate each other: said by students, read by staff."""

from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.asked import asked_for
from portal.api.v1.describe import answers, describe
from portal.api.v1.shapes.meeting import (
    EnteredShape,
    OpinionsShape,
    RatingTaskShape,
    TeamRatingsShape,
)
from portal.api.v1.view import ApiView
from portal.lib.errors import InvalidError
from portal.meetings.access import get_of_staff, get_of_student
from portal.meetings.ratings import Task, results_of, task_of
from portal.meetings.services import Opinion, enter_ratings, rate_team

KIND = "peer_rating"


class RatingView(ApiView):
    """One's own part of a rating."""

    scopes = {"GET": "read", "POST": "submit"}

    @describe("ratings_own", responses=answers(RatingTaskShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read whom one still rates, and after the release one's own mean."""
        now = timezone.now()
        assignment, student = get_of_student(self.viewer, public_id, KIND, now=now)
        return Response(_shaped(task_of(assignment, student, now=now)))

    @describe(
        "ratings_give",
        request=OpinionsShape,
        responses=answers(RatingTaskShape, 400, 404, 409),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Rate everybody in the team who is left, at once; it can't be changed."""
        now = timezone.now()
        assignment, student = get_of_student(self.viewer, public_id, KIND, now=now)
        asked = asked_for(OpinionsShape, request)
        people = {
            one.user.email.lower(): one.pk
            for one in task_of(assignment, student, now=now).party.others
        }
        said = {}
        for one in asked["ratings"]:
            key = people.get(one["email"].lower())
            if key is None:
                raise InvalidError(f"{one['email']} is not in your team.")
            said[key] = Opinion(one["points"], one["sentence"])
        rate_team(assignment, student, said, actor=self.viewer, now=now)
        return Response(_shaped(task_of(assignment, student, now=now)))


class RatingsView(ApiView):
    """All ratings."""

    scopes = {"GET": "staff"}

    @describe("ratings_list", responses=answers(TeamRatingsShape(many=True), 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read what every team's members say of each other; for staff."""
        now = timezone.now()
        assignment = get_of_staff(self.viewer, public_id, KIND, now=now)
        return Response(TeamRatingsShape(results_of(assignment), many=True).data)


class EnterView(ApiView):
    """Entering the grades."""

    scopes = {"POST": "staff"}

    @describe("ratings_enter", request=None, responses=answers(EnteredShape, 404, 409))
    def post(self, request: Request, public_id: UUID) -> Response:
        """Write what the ratings come to as grades, once they are due; for staff."""
        now = timezone.now()
        assignment = get_of_staff(self.viewer, public_id, KIND, now=now)
        kept = enter_ratings(assignment, actor=self.viewer, now=now)
        return Response(EnteredShape({"kept_by_hand": kept}).data)


def _shaped(task: Task) -> object:
    team = task.party.team
    said = {
        "team": team.name if team else None,
        "missing": task.missing,
        "due": task.due,
        "is_closed": task.is_closed,
        "mean": task.mean,
    }
    return RatingTaskShape(said).data
