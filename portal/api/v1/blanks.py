"""Papers of what nobody hands in: begun and taken back by staff, read by students."""

from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.describe import answers, describe
from portal.api.v1.shapes.grading import BegunShape, ReceivedShape, TakenBackShape
from portal.api.v1.view import ApiView
from portal.assignments.access import get_assignment
from portal.lib.errors import NotFoundError
from portal.marking.access import get_marked_assignment, own_paper
from portal.marking.services import begin_papers, take_papers_back
from portal.web.marking.received import received_of


class PapersView(ApiView):
    """The empty papers of an assignment that nobody hands in."""

    scopes = {"POST": "staff", "DELETE": "staff"}

    @describe("papers_begin", request=None, responses=answers(BegunShape, 404, 409))
    def post(self, request: Request, public_id: UUID) -> Response:
        """Begin one for each student or team that has none; again adds who came since.

        Then `GET /assignments/{id}/grading/` lists them. 409 where something is handed
        in, or the grade follows from registers or ratings.
        """
        assignment = get_marked_assignment(self.viewer, public_id)
        begun = begin_papers(assignment, actor=self.viewer, now=timezone.now())
        return Response(BegunShape(begun).data)

    @describe("papers_take_back", responses=answers(TakenBackShape, 404))
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Take those back of which nobody has said anything."""
        assignment = get_marked_assignment(self.viewer, public_id)
        count = take_papers_back(assignment, actor=self.viewer, now=timezone.now())
        return Response(TakenBackShape({"papers": count}).data)


class GradedView(ApiView):
    """What people found of somebody where nothing is handed in."""

    @describe("assignments_graded", responses=answers(ReceivedShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read one's own points, chosen items and comments, once they are released."""
        now = timezone.now()
        assignment = get_assignment(self.viewer, public_id, now=now)
        paper = own_paper(self.viewer, assignment)
        if paper is None:
            raise NotFoundError("Nothing of yours is graded and released here.")
        received = received_of(
            paper, viewer=self.viewer, is_staff=False, is_published=True, now=now
        )
        return Response(ReceivedShape(received).data)
