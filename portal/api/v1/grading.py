"""Grading by people: desks, assessments, what came of them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.api.v1.describe import answers, describe
from portal.api.v1.shapes.grading import (
    AssessmentRequestShape,
    AssessmentShape,
    DeskShape,
    ReceivedShape,
)
from portal.api.v1.view import ApiView, has_scope
from portal.assessments.models import Assessment
from portal.assessments.selectors import (
    RubricCheck,
    assessments_of,
    editions_of,
    rubric_checks,
)
from portal.assessments.services import Judgement
from portal.courses.access import is_staff_of
from portal.lib.errors import NotFoundError
from portal.marking.access import OpenPaper, get_marked_assignment, get_paper
from portal.marking.released import is_released
from portal.marking.selectors.desk import Desk, desk_of
from portal.marking.services import assess
from portal.submissions.access import get_submission
from portal.submissions.parties import is_own, reader_of
from portal.web.marking.received import received_of

READING = OpenApiParameter("reading", int, description="2 for a second reader's.")


class DeskView(ApiView):
    """The desk of an assignment."""

    scopes = {"GET": "staff"}

    @describe("grading_desk", responses=answers(DeskShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read what people have to grade: papers, rubrics, what is done."""
        assignment = get_marked_assignment(self.viewer, public_id)
        desk = desk_of(assignment, now=timezone.now())
        body = {
            "is_blind": desk.plan.is_blind,
            "checks": desk.checks,
            "papers": list(_papers(desk, self.viewer)),
        }
        return Response(DeskShape(body).data)


class AssessmentView(ApiView):
    """What one reader says of one check of a paper."""

    scopes = {"GET": "staff", "PUT": "staff"}

    @describe(
        "assessments_read",
        parameters=[READING],
        responses=answers(AssessmentShape, 404),
    )
    def get(
        self, request: Request, public_id: UUID, paper: UUID, check: str
    ) -> Response:
        """Read an assessment; one that nobody has begun has revision 0."""
        opened = self._paper(public_id, paper)
        found = _check(opened, check)
        reading = _reading(request)
        row = assessments_of(opened.submission, reading=reading).get(check)
        return Response(AssessmentShape(_body(found, row, reading)).data)

    @describe(
        "assessments_write",
        parameters=[READING],
        request=AssessmentRequestShape,
        responses=answers(AssessmentShape, 400, 404, 409),
    )
    def put(
        self, request: Request, public_id: UUID, paper: UUID, check: str
    ) -> Response:
        """Keep an assessment; 409 where somebody else has saved since ``revision``."""
        opened = self._paper(public_id, paper)
        found = _check(opened, check)
        asked = AssessmentRequestShape(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        base, reading = said.pop("revision"), _reading(request)
        row = assess(
            opened.submission,
            found,
            Judgement(**said),
            base=base,
            reading=reading,
            actor=self.viewer,
            now=timezone.now(),
        )
        return Response(AssessmentShape(_body(found, row, reading)).data)

    def _paper(self, public_id: UUID, paper: UUID) -> OpenPaper:
        assignment = get_marked_assignment(self.viewer, public_id)
        return get_paper(self.viewer, assignment, paper)


class ReceivedView(ApiView):
    """What people found in one submission."""

    @describe("assessments_received", responses=answers(ReceivedShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read points, chosen items and comments, once the grade is released."""
        submission = get_submission(self.viewer, public_id)
        course = submission.assignment.course
        is_staff = is_staff_of(self.viewer, course) and has_scope(request, "staff")
        if not is_staff and not is_own(submission, self.viewer):
            raise NotFoundError("There is no such submission.")
        reader = reader_of(submission, self.viewer)
        received = received_of(
            submission,
            viewer=self.viewer,
            is_staff=is_staff,
            is_published=is_released(submission.assignment, reader),
            now=timezone.now(),
        )
        return Response(ReceivedShape(received).data)


def _papers(desk: Desk, viewer: User) -> Iterable[dict[str, Any]]:
    for paper in desk.papers:
        yield {
            "id": paper.id,
            "name": paper.name,
            "is_late": paper.submission.is_late,
            "checks": [
                {
                    "check": row.check,
                    "state": row.state,
                    "points": row.points,
                    "grader": row.grader,
                    "is_mine": row.is_for(viewer),
                    "url": reverse(
                        "api-v1:assessment",
                        args=[desk.assignment.public_id, paper.id, row.check.name],
                    ),
                }
                for row in paper.stations
            ],
        }


def _check(paper: OpenPaper, name: str) -> RubricCheck:
    score = getattr(paper.submission, "score", None)
    spec = score.job.curves_version.spec if score else {"checks": []}
    for check in rubric_checks(spec, editions_of(paper.assignment)):
        if check.name == name:
            return check
    raise NotFoundError("People grade no such check of this paper.")


def _body(check: RubricCheck, row: Assessment | None, reading: int) -> dict[str, Any]:
    score = check.score(row)
    begun = row if row is not None and row.revision else None
    return {
        "check_name": check.name,
        "reading": reading,
        "revision": begun.revision if begun else 0,
        "chosen": begun.chosen if begun else {},
        "adjustment": begun.adjustment if begun else 0.0,
        "comment": begun.comment if begun else "",
        "is_done": begun is not None and begun.is_done,
        "points": check.points * score.share,
        "max_points": check.points,
        "by": begun.author.name if begun else None,
        "at": begun.at if begun else None,
    }


def _reading(request: Request) -> int:
    return 2 if request.query_params.get("reading") == "2" else 1
