"""Handing in, following what becomes of it, stopping it, grading it again."""

import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import OpenApiParameter
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.describe import answers, describe, paged
from portal.api.v1.details import SubmissionDetails, details_of, lines_of, step_of
from portal.api.v1.incoming import idempotency_key, uploads_of
from portal.api.v1.pages import page_of
from portal.api.v1.shapes.submission import SubmissionLineShape, SubmissionShape
from portal.api.v1.throttles import HandIns
from portal.api.v1.view import ApiView, has_scope, require_scope
from portal.api.v1.waiting import wait_while, wanted_s
from portal.assignments.access import get_assignment
from portal.courses.access import is_staff_of
from portal.grading import services
from portal.grading.selectors import latest_job
from portal.grading.states import LIVE
from portal.submissions.access import get_submission, own_submissions, submissions_of
from portal.submissions.models import Submission
from portal.submissions.parties import is_own
from portal.submissions.selectors import handed_in_by
from portal.submissions.uploads import limit_hand_in

HAND_IN = {
    "multipart/form-data": {
        "type": "object",
        "required": ["files"],
        "properties": {
            "files": {
                "type": "array",
                "items": {"type": "string", "format": "binary"},
                "description": "The files themselves, or one .zip or .tar.gz.",
            },
            "paths": {
                "type": "array",
                "items": {"type": "string"},
                "description": "A path for each file, where folders matter.",
            },
        },
    }
}
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key again answers with the first submission.",
)
WAIT = OpenApiParameter(
    "wait", int, description="Hold the answer up to 25 s, until the state changes."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="An earlier ETag."
)


class SubmissionsView(ApiView):
    """The submissions of an assignment."""

    scopes = {"GET": "read", "POST": "submit"}
    parser_classes = (MultiPartParser,)
    throttle_classes = (HandIns,)

    @describe(
        "submissions_list",
        responses=answers(paged(SubmissionLineShape), 404),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """List one's own submissions; with the scope 'staff', staff see everyone's."""
        now = timezone.now()
        assignment = get_assignment(self.viewer, public_id, now=now)
        rows = own_submissions if not has_scope(request, "staff") else submissions_of
        is_staff = is_staff_of(self.viewer, assignment.course)
        return page_of(
            rows(self.viewer, assignment).select_related(
                "score__job__version", "score__job__scored_under"
            ),
            request,
            ordering=("-received_at", "-number"),
            shape=lambda found: (
                SubmissionLineShape(
                    lines_of(
                        found,
                        assignment=assignment,
                        viewer=self.viewer,
                        is_staff=is_staff,
                        now=now,
                    ),
                    many=True,
                ).data
            ),
        )

    @describe(
        "submissions_create",
        request=HAND_IN,
        parameters=[KEY],
        responses=answers(
            SubmissionShape, 400, 404, 409, 411, 413, 415, 429, status=201
        ),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Hand in files. Over quota they are stored and graded when it refills."""
        now, key = timezone.now(), idempotency_key(request)
        assignment = get_assignment(self.viewer, public_id, now=now)
        submission = handed_in_by(self.viewer, assignment, idempotency_key=key)
        is_repeated = submission is not None
        if submission is None:
            # Before anything reads the body.
            limit_hand_in(request._request, assignment, author=self.viewer, now=now)
            submission = services.submit(
                assignment,
                actor=self.viewer,
                uploads=uploads_of(request),
                now=now,
                source="api",
                idempotency_key=key,
            )
        details = _details(self, submission)
        headers = {"Location": details.urls["self"]}
        if is_repeated:
            headers["Idempotent-Replayed"] = "true"
        return Response(SubmissionShape(details).data, status=201, headers=headers)


class SubmissionView(ApiView):
    """One submission."""

    @describe(
        "submissions_read",
        parameters=[WAIT, IF_NONE_MATCH],
        responses={**answers(SubmissionShape, 400, 404), 304: None},
    )
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        """Read a submission: state, place in the queue, score, checks, measurements."""
        submission = get_own_or_staffed(self, public_id)
        seconds = wanted_s(request)
        # Before anything is read: what changes after this must end the wait.
        job = latest_job(submission) if seconds else None
        if "If-None-Match" in request.headers:
            response = _conditional(request, _details(self, submission))
            if response.status_code != 304:
                return response
        if job is not None and job.state in LIVE:
            step = step_of(job)
            wait_while(
                lambda: step_of(latest_job(submission)) == step,
                str(job.public_id),
                seconds=seconds,
            )
        return _conditional(request, _details(self, submission))


class CancelView(ApiView):
    """Stopping a submission's grading."""

    scopes = {"POST": "submit"}

    @describe(
        "submissions_cancel",
        request=None,
        responses=answers(SubmissionShape, 404, 409),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Stop the grading; what it reserved of the quota comes back."""
        submission = get_own_or_staffed(self, public_id)
        services.cancel(submission, actor=self.viewer, now=timezone.now())
        return Response(SubmissionShape(_details(self, submission)).data)


class ChooseView(ApiView):
    """Saying which submission counts."""

    scopes = {"POST": "submit"}

    @describe(
        "submissions_choose",
        request=None,
        responses=answers(SubmissionShape, 404, 409),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Let this one count, where students choose, until hand-in closes."""
        submission = get_own_or_staffed(self, public_id)
        services.choose(submission, actor=self.viewer, now=timezone.now())
        return Response(SubmissionShape(_details(self, submission)).data)


class GradeAgainView(ApiView):
    """Having a submission graded once more."""

    scopes = {"POST": "staff"}

    @describe(
        "submissions_grade_again",
        request=None,
        responses=answers(SubmissionShape, 404, 409),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Grade again, at no cost to its author; for staff of the course."""
        submission = get_own_or_staffed(self, public_id)
        services.grade_again(submission, actor=self.viewer, now=timezone.now())
        return Response(SubmissionShape(_details(self, submission)).data)


def get_own_or_staffed(view: ApiView, public_id: UUID) -> Submission:
    """Return the submission; somebody else's takes a token with the scope 'staff'."""
    submission = get_submission(view.viewer, public_id)
    if not is_own(submission, view.viewer):
        require_scope(view.request, "staff")
    return submission


def _details(view: ApiView, submission: Submission) -> SubmissionDetails:
    """Return the submission as it is now, read anew."""
    fresh = get_submission(view.viewer, submission.public_id)
    return details_of(
        fresh,
        viewer=view.viewer,
        is_staff=is_staff_of(view.viewer, fresh.assignment.course),
        now=timezone.now(),
    )


def _conditional(request: Request, details: SubmissionDetails) -> HttpResponseBase:
    """Return the answer, or 304 where the program has just this one already."""
    body: Any = SubmissionShape(details).data
    digest = hashlib.sha256(JSONRenderer().render(body)).hexdigest()
    response = Response(body, headers={"ETag": f'"{digest[:32]}"'})
    unchanged = get_conditional_response(request._request, etag=response["ETag"])
    answer: HttpResponseBase = unchanged or response
    answer["ETag"] = response["ETag"]
    answer["Cache-Control"] = "private, no-cache"
    return answer
