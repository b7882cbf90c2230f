"""The only doors to submissions and their files."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import User
from portal.courses.models import STAFF, Enrollment
from portal.lib.errors import NotFoundError
from portal.submissions.models import Submission, SubmissionFile


def visible_submissions(viewer: User) -> QuerySet[Submission]:
    """Return one's own submissions, and all of the courses one is staff of."""
    staffed = Enrollment.objects.filter(
        user=viewer,
        role__in=STAFF,
        is_active=True,
        course=OuterRef("assignment__course"),
    )
    own = Q(enrollment__user=viewer, enrollment__is_active=True)
    return Submission.objects.filter(own | Exists(staffed)).select_related(
        "assignment__course", "version", "enrollment__user"
    )


def get_submission(viewer: User, public_id: UUID | str) -> Submission:
    """Return the submission, or NotFoundError whether hidden or absent."""
    submission = visible_submissions(viewer).filter(public_id=public_id).first()
    if submission is None:
        raise NotFoundError("There is no such submission.")
    return submission


def get_file(
    viewer: User, submission_public_id: UUID | str, path: str
) -> SubmissionFile:
    """Return one file of a visible submission, or NotFoundError."""
    submission = get_submission(viewer, submission_public_id)
    file = submission.files.select_related("artifact").filter(path=path).first()
    if file is None:
        raise NotFoundError("This submission has no such file.")
    return file
