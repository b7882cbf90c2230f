"""Boards: models by quality, size and latency."""

from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.describe import answers, describe
from portal.api.v1.shapes.board import BoardShape
from portal.api.v1.view import ApiView
from portal.assignments.access import get_assignment
from portal.assignments.selectors import current_spec, shown_version
from portal.courses.access import role_in
from portal.courses.models import STAFF
from portal.gradebook.board import standings_of
from portal.lib.errors import NotFoundError


class BoardView(ApiView):
    """The board of one assignment."""

    @describe("boards_read", responses=answers(BoardShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read the board; students see names drawn by lot, staff who is who."""
        assignment = get_assignment(self.viewer, public_id, now=timezone.now())
        version = shown_version(assignment)
        board = current_spec(assignment, version).board if version else None
        if board is None:
            raise NotFoundError("This assignment has no board.")
        is_staff = role_in(self.viewer, assignment.course) in STAFF
        lines = [
            {
                "entry": entry,
                "is_mine": self.viewer in [one.user for one in entry.whose],
                "person": entry.people if is_staff else None,
                "submission": entry.submission if is_staff else None,
                "points": entry.points if is_staff else None,
            }
            for entry in standings_of(assignment, board).entries
        ]
        return Response(BoardShape({"board": board, "lines": lines}).data)
