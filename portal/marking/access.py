"""The only doors to papers, and to regrade requests."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.access import staffed_courses
from portal.lib.errors import NotFoundError
from portal.marking.models import RegradeRequest
from portal.marking.papers import opened
from portal.marking.selectors.head import with_heads
from portal.submissions.access import visible_submissions
from portal.submissions.models import Submission


@dataclass(frozen=True)
class OpenPaper:
    """A paper that somebody of the staff has opened."""

    id: UUID
    assignment: Assignment
    submission: Submission


def get_marked_assignment(viewer: User, public_id: UUID | str) -> Assignment:
    """Return the assignment to staff of its course, to nobody else."""
    found = Assignment.objects.filter(
        public_id=public_id, course__in=staffed_courses(viewer)
    )
    assignment = with_heads(found).first()
    if assignment is None:
        raise NotFoundError("There is no such page.")
    return assignment


def get_paper(viewer: User, assignment: Assignment, paper: UUID) -> OpenPaper:
    """Return the submission behind a paper's sealed id, or NotFoundError."""
    rows = Submission.objects.filter(
        assignment=assignment,
        assignment__course__in=staffed_courses(viewer),
        public_id=opened(paper, assignment),
    )
    submission = rows.select_related("score__job", "enrollment__user", "team").first()
    if submission is None:
        raise NotFoundError("There is no such paper.")
    submission.assignment = assignment
    return OpenPaper(paper, assignment, submission)


def visible_requests(viewer: User) -> QuerySet[RegradeRequest]:
    """Return one's own requests, and those of the courses one is staff of."""
    staffed = Q(submission__assignment__course__in=staffed_courses(viewer))
    own = Q(submission__in=visible_submissions(viewer).values("pk"))
    return RegradeRequest.objects.filter(staffed | own).select_related(
        "submission__assignment__course",
        "submission__assignment__published_version",
        "submission__enrollment__user",
        "decided_by",
    )


def get_request(viewer: User, public_id: UUID | str) -> RegradeRequest:
    """Return the request, or NotFoundError whether hidden or absent."""
    try:
        request = visible_requests(viewer).filter(public_id=public_id).first()
    except ValidationError:
        request = None
    if request is None:
        raise NotFoundError("There is no such request.")
    return request
