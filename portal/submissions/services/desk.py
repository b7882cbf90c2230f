"""Empty papers, for what nobody hands in: begun, widened, taken back."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.assignments.models import Assignment, AssignmentVersion, Team
from portal.courses.models import Enrollment
from portal.submissions.models import Charge, Source, Submission, SubmissionMember

NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Blank:
    """An empty paper to be: for whom, and in which team."""

    people: Sequence[Enrollment]
    team: Team | None = None


def store_blanks(
    version: AssignmentVersion,
    blanks: Iterable[Blank],
    *,
    received_at: datetime,
    actor: User,
) -> list[Submission]:
    """Write the papers and for whom they count; the caller has the transaction.

    IntegrityError where somebody has a paper already: nobody ever has two.
    """
    listed = list(blanks)
    made = Submission.objects.bulk_create(
        Submission(
            assignment_id=version.assignment_id,
            version=version,
            enrollment=blank.people[0],
            team=blank.team,
            author=actor,
            number=1,
            digest=NOTHING,
            size=0,
            received_at=received_at,
            charge=Charge.REFUNDED,
            source=Source.DESK,
        )
        for blank in listed
    )
    SubmissionMember.objects.bulk_create(
        SubmissionMember(submission=paper, enrollment=one)
        for paper, blank in zip(made, listed, strict=True)
        if blank.team is not None
        for one in blank.people
    )
    return made


def name_late(
    joined: Iterable[tuple[Submission, Enrollment]], *, actor: User, now: datetime
) -> int:
    """Let a team's empty paper count for who joined it later; return how many."""
    made = SubmissionMember.objects.bulk_create(
        SubmissionMember(submission=paper, enrollment=one, added_by=actor, added_at=now)
        for paper, one in joined
    )
    return len(made)


def delete_blanks(papers: Iterable[int], assignment: Assignment) -> int:
    """Delete these empty papers with their names; return how many there were.

    What hangs on them must be gone before. Nothing that was handed in can be named.
    """
    rows = Submission.objects.filter(
        pk__in=list(papers), assignment=assignment, source=Source.DESK
    )
    SubmissionMember.objects.filter(submission__in=rows.values("pk")).delete()
    count = rows.count()
    rows.delete()
    return count
