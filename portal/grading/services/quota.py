"""Charges or gives back what a submission reserved."""

from datetime import datetime, timedelta

from graders.protocol import Outcome
from portal.grading import policy
from portal.grading.models import GradingJob
from portal.grading.states import JobState
from portal.submissions import services as submissions
from portal.submissions.models import Charge, Submission
from portal.submissions.parties import of_same_party

DAY = timedelta(days=1)


def settle(submission: Submission, outcome: Outcome, *, now: datetime) -> None:
    """Charge the submission for ``outcome``, or give its grading back; once."""
    if submission.charge != Charge.RESERVED:
        return
    if policy.is_free(outcome, free_before=_free_today(submission, now=now)):
        give_back(submission, now=now)
    else:
        submissions.charge(submission, now=now)


def give_back(submission: Submission, *, now: datetime) -> None:
    """Undo the reservation, if there is one; held jobs of the same bucket may go."""
    if submission.charge != Charge.RESERVED:
        return
    submissions.refund(submission, now=now)
    GradingJob.objects.filter(
        **of_same_party(submission, "submission__"),
        state=JobState.HELD,
        submission__assignment=submission.assignment_id,
        not_before__gt=now,
    ).update(not_before=now)


def _free_today(submission: Submission, *, now: datetime) -> int:
    return GradingJob.objects.filter(
        **of_same_party(submission, "submission__"),
        submission__assignment=submission.assignment_id,
        submission__charge=Charge.REFUNDED,
        outcome=Outcome.UNGRADABLE.value,
        finished_at__gt=now - DAY,
    ).count()
