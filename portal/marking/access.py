"""The only doors to papers, and to regrade requests."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.assessments.selectors import RubricCheck, rubric_checks
from portal.assignments.models import Assignment
from portal.courses.access import staffed_courses
from portal.courses.selectors import enrollment_of
from portal.gradebook.selectors import own_work
from portal.lib.errors import NotFoundError
from portal.marking.models import RegradeRequest
from portal.marking.papers import opened
from portal.marking.released import is_released
from portal.marking.selectors.head import head_of, with_heads
from portal.submissions.access import get_submission
from portal.submissions.models import Source, Submission
from portal.submissions.parties import counting_for, reader_of, seen_as_own


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


def get_rubric_check(assignment: Assignment, name: str) -> RubricCheck:
    """Return a check that people grade, with the rubric that holds for it."""
    assignment, head = head_of(assignment)
    version = assignment.published_version
    spec = version.spec if version else {"checks": []}
    checks = rubric_checks(spec, head.editions)
    found = next((check for check in checks if check.name == name), None)
    if found is None:
        raise NotFoundError("There is no such rubric.")
    return found


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


def own_paper(viewer: User, assignment: Assignment) -> Submission | None:
    """Return the empty paper a person was graded on, once that is released to them.

    Before, and to everybody else, it is as if there were none; 3 queries.
    """
    enrollment = enrollment_of(viewer, assignment.course)
    if enrollment is None:
        return None
    papers = [
        one for one in own_work(assignment, enrollment) if one.source == Source.DESK
    ]
    counting = counting_for(enrollment, papers)
    paper = next((one for one in papers if one.pk in counting), None)
    is_told = paper is not None and is_released(assignment, enrollment)
    return paper if is_told else None


def get_graded(viewer: User, public_id: UUID | str) -> Submission:
    """Return what somebody may ask about: a submission, or their released paper."""
    rows = Submission.objects.filter(seen_as_own(viewer), source=Source.DESK)
    paper = (
        rows.filter(public_id=public_id).select_related("assignment__course").first()
    )
    if paper is None:
        return get_submission(viewer, public_id)
    if not is_released(paper.assignment, reader_of(paper, viewer)):
        raise NotFoundError("There is no such submission.")
    return paper


def visible_requests(viewer: User) -> QuerySet[RegradeRequest]:
    """Return one's own requests, and those of the courses one is staff of."""
    staffed = Q(submission__assignment__course__in=staffed_courses(viewer))
    mine = Submission.objects.filter(seen_as_own(viewer))
    own = Q(submission__in=mine.values("pk"))
    return RegradeRequest.objects.filter(staffed | own).select_related(
        "submission__assignment__course",
        "submission__assignment__published_version",
        "submission__enrollment__user",
        "decided_by",
    )


def get_request(viewer: User, public_id: UUID | str) -> RegradeRequest:
    """Return the request, or NotFoundError whether hidden or absent."""
    try:
        rows = visible_requests(viewer).filter(public_id=public_id)
        request = rows.select_related(
            "submission__assignment__marking_plan",
            "submission__score__job__version",
            "submission__score__job__scored_under",
        ).first()
    except ValidationError:
        request = None
    if request is None:
        raise NotFoundError("There is no such request.")
    return request
