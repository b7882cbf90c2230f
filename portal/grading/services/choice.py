"""Says which submission is to count, where students choose."""

from datetime import datetime

from portal.accounts.models import User
from portal.courses.access import is_staff_of
from portal.grading.services.submission import closing_of
from portal.lib.errors import ConflictError, RefusedError
from portal.submissions import services as submissions
from portal.submissions.models import Choice, Submission
from portal.submissions.parties import dates_of, members_of

NOT_CHOSEN = {"best": "the best submission counts", "last": "the last one counts"}


def choose(submission: Submission, *, actor: User, now: datetime) -> Choice:
    """Let this one count from now on, for everybody it is of, until hand-in closes.

    Any of them may say so, and the newest word holds. Staff may at any time.
    """
    assignment = submission.assignment
    version = assignment.published_version or submission.version
    rule = version.spec["submit"]["counts"]
    if rule != "chosen":
        raise ConflictError(
            f"Nothing is to be chosen: in this assignment {NOT_CHOSEN[rule]}.",
            code="no_choice",
        )
    if not is_staff_of(actor, assignment.course):
        if actor.pk not in {one.user_id for one in members_of(submission)}:
            raise RefusedError(
                "It was handed in before you joined the team, so it does not count "
                "for you; who was there can choose it.",
                code="not_yours",
            )
        closed_at = closing_of(assignment, version, dates_of(submission))
        if closed_at is not None and now > closed_at:
            raise RefusedError(
                "Hand-in has closed, and with it the choice; ask the course's staff.",
                code="closed",
            )
    return submissions.record_choice(submission, actor=actor, now=now)
