"""Stores what was handed in: the row, for whom it counts, its files."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from portal.accounts.models import User
from portal.assignments.models import Assignment, AssignmentVersion
from portal.assignments.services import note_first_hand_in
from portal.assignments.teams import Party
from portal.audit import services as audit
from portal.courses.models import Enrollment
from portal.lib.errors import ConflictError, InvalidError
from portal.lib.store import Stored
from portal.submissions import selectors
from portal.submissions.intake import Received, ReceivedFile
from portal.submissions.models import (
    Artifact,
    Charge,
    Submission,
    SubmissionFile,
    SubmissionMember,
)
from portal.submissions.rules import MIB
from portal.submissions.services.notebook import ask_for_pages, notebooks


@transaction.atomic
def store_submission(
    assignment: Assignment,
    version: AssignmentVersion,
    enrollment: Enrollment,
    *,
    actor: User,
    received: Received,
    charge: Charge,
    now: datetime,
    source: str,
    is_late: bool = False,
    idempotency_key: str = "",
    party: Party | None = None,
) -> Submission:
    """Write the row, for whom it counts, and the names of its stored files.

    Raise ConflictError for a key that was used, InvalidError over the day's storage.
    """
    party = party or Party(enrollment)
    # One at a time per person and course, so that numbers have no gap and no clash.
    Enrollment.objects.select_for_update(no_key=True).get(pk=enrollment.pk)
    _refuse_over_storage(actor, received.size, now=now)
    if (
        idempotency_key
        and enrollment.submissions.filter(idempotency_key=idempotency_key).exists()
    ):
        raise ConflictError(
            "This Idempotency-Key was used already; send a new one for new work.",
            code="idempotency_key_used",
        )
    submission = Submission.objects.create(
        assignment=assignment,
        version=version,
        enrollment=enrollment,
        team=party.team,
        author=actor,
        number=_next_number(assignment, party),
        digest=received.digest,
        size=received.size,
        received_at=now,
        is_late=is_late,
        charge=charge,
        source=source,
        idempotency_key=idempotency_key,
        notes=_notes(received),
    )
    _name_members(submission, party, now=now)
    artifacts = record_artifacts(received.files, now=now)
    SubmissionFile.objects.bulk_create(
        SubmissionFile(
            submission=submission, path=file.path, artifact=artifacts[file.sha256]
        )
        for file in received.files
    )
    ask_for_pages((artifacts[f.sha256] for f in notebooks(received.files)), now=now)
    audit.record(
        "submission.stored",
        submission,
        actor=actor,
        now=now,
        digest=submission.digest,
        number=submission.number,
        charge=charge.value,
    )
    return submission


def record_artifacts(
    files: Iterable[Stored | ReceivedFile], *, now: datetime
) -> dict[str, Artifact]:
    """Return the row of each stored file by digest, made where it is new.

    Two at once make one row.
    """
    sizes = {file.sha256: file.size for file in files}
    Artifact.objects.bulk_create(
        (
            Artifact(sha256=sha256, size=size, created_at=now)
            for sha256, size in sorted(sizes.items())
        ),
        ignore_conflicts=True,
    )
    return {row.sha256: row for row in Artifact.objects.filter(sha256__in=sizes)}


def _next_number(assignment: Assignment, party: Party) -> int:
    """Return the number above whatever any of them handed in, alone or together."""
    theirs = Q(enrollment__in=party.everybody) | Q(
        pk__in=SubmissionMember.objects.filter(enrollment__in=party.members).values(
            "submission"
        )
    )
    if party.team is not None:
        theirs |= Q(team=party.team)
    mine = Submission.objects.filter(theirs, assignment=assignment)
    return int(mine.aggregate(last=Max("number"))["last"] or 0) + 1


def _name_members(submission: Submission, party: Party, *, now: datetime) -> None:
    if party.team is None:
        return
    SubmissionMember.objects.bulk_create(
        SubmissionMember(submission=submission, enrollment=one) for one in party.members
    )
    note_first_hand_in(party.team, now=now)


def _refuse_over_storage(actor: User, size: int, *, now: datetime) -> None:
    left = selectors.storage_left(actor, now=now)
    if size > left:
        raise InvalidError(
            f"This is {size / MIB:.1f} MiB, and of what you may store in 24 hours "
            f"{left / MIB:.1f} MiB are left. Hand in less, or later.",
            code="storage_full",
        )


def _notes(received: Received) -> dict[str, list[object]]:
    return {
        "dropped": list(received.dropped),
        "warnings": [[file.path, file.reason] for file in received.warnings],
    }
