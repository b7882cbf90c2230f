"""What is written beside a submission later: that it counts, and for whom as well."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Team
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.courses.models import Enrollment
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.submissions.models import Choice, Submission, SubmissionMember

LONGEST_REASON = 2000


@transaction.atomic
def record_choice(submission: Submission, *, actor: User, now: datetime) -> Choice:
    """Write that this one is to count; the caller knows who may, and until when."""
    line = Choice.objects.create(submission=submission, author=actor, at=now)
    audit.record(
        "submission.chosen", submission, actor=actor, now=now, number=submission.number
    )
    return line


@transaction.atomic
def credit_earlier(
    team: Team, student: Enrollment, *, reason: str, actor: User, now: datetime
) -> int:
    """Let what the team handed in before count for a late joiner; return how much.

    Only staff may, with a reason. What counted for others goes on counting for them.
    """
    if not is_staff_of(actor, team.assignment.course):
        raise NotFoundError("There is no such team.")
    if not team.members.filter(enrollment=student, left_at=None).exists():
        raise ConflictError("They are not in this team.")
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidError(f"Say why, in at most {LONGEST_REASON:,} characters.")
    without = team.submissions.exclude(members__enrollment=student)
    added = SubmissionMember.objects.bulk_create(
        SubmissionMember(
            submission=one, enrollment=student, added_by=actor, added_at=now
        )
        for one in without.order_by("pk")
    )
    if added:
        audit.record(
            "team.credited",
            team,
            actor=actor,
            now=now,
            who=str(student.public_id),
            submissions=len(added),
            reason=reason,
        )
    return len(added)
