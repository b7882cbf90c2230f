"""The only doors to submissions and their files."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import STAFF, Enrollment
from portal.lib.errors import NotFoundError
from portal.submissions.along import in_circumstances, with_circumstances
from portal.submissions.models import NotebookPage, Submission, SubmissionFile
from portal.submissions.parties import HANDED_IN, seen_as_own


def visible_submissions(viewer: User) -> QuerySet[Submission]:
    """Return one's own and one's team's, and all of the courses one is staff of.

    What nobody handed in is seen at the grading desk, by nobody here.
    """
    staffed = Enrollment.objects.filter(
        user=viewer,
        role__in=STAFF,
        is_active=True,
        course=OuterRef("assignment__course"),
    )
    return Submission.objects.filter(
        HANDED_IN & (seen_as_own(viewer) | Exists(staffed))
    ).select_related("assignment__course", "version", "enrollment__user", "team")


def submissions_of(viewer: User, assignment: Assignment) -> QuerySet[Submission]:
    """Return what the viewer may see of an assignment's submissions, newest first."""
    return (
        visible_submissions(viewer)
        .filter(assignment=assignment)
        .order_by("-received_at", "-number")
    )


def own_submissions(viewer: User, assignment: Assignment) -> QuerySet[Submission]:
    """Return what the viewer or their team handed in, newest first."""
    return submissions_of(viewer, assignment).filter(seen_as_own(viewer))


def get_submission(viewer: User, public_id: UUID | str) -> Submission:
    """Return the submission, or NotFoundError whether hidden or absent."""
    try:
        rows = with_circumstances(visible_submissions(viewer))
        submission = rows.filter(public_id=public_id).first()
    except ValidationError:
        submission = None
    if submission is None:
        raise NotFoundError("There is no such submission.")
    return in_circumstances(submission)


def get_file(
    viewer: User, submission_public_id: UUID | str, path: str
) -> SubmissionFile:
    """Return one file of a visible submission, or NotFoundError."""
    submission = get_submission(viewer, submission_public_id)
    file = submission.files.select_related("artifact").filter(path=path).first()
    if file is None:
        raise NotFoundError("This submission has no such file.")
    return file


def get_notebook_page(
    viewer: User, submission_public_id: UUID | str, path: str
) -> NotebookPage:
    """Return the page of one notebook of a visible submission, or NotFoundError."""
    file = get_file(viewer, submission_public_id, path)
    page = (
        NotebookPage.objects.select_related("artifact")
        .filter(source=file.artifact)
        .first()
    )
    if page is None:
        raise NotFoundError("This file has no page.")
    return page
