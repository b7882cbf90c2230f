"""Reads of submissions, their quota and their storage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from portal.accounts.models import User
from portal.assignments.models import Assignment, Team
from portal.courses.models import Enrollment
from portal.courses.selectors import enrollment_of
from portal.lib.errors import ConflictError
from portal.submissions import policy
from portal.submissions.along import bucket_along, with_people
from portal.submissions.models import (
    Choice,
    QuotaBucket,
    Submission,
    SubmissionFile,
)
from portal.submissions.parties import HANDED_IN, reaches, with_named
from portal.submissions.rules import MIB

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Quota:
    """What is in a bucket now; ``next_at`` is None while it is full."""

    left: int
    per_day: int
    next_at: datetime | None


def quota_of(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    team: Team | None = None,
    per_day: int | None = None,
    now: datetime,
) -> Quota:
    """Return how many gradings a person, or ``team``, has left.

    ``per_day`` is the published version's.
    """
    if per_day is None:
        published = assignment.published_version
        per_day = int(published.spec["submit"]["per_day"]) if published else 0
    bucket = QuotaBucket.objects.filter(
        **bucket_of(assignment, enrollment, team)
    ).first()
    return _level(bucket, per_day, now=now)


def quota_beside(submission: Submission, *, now: datetime) -> Quota:
    """Return the quota of whoever handed in what ``get_submission`` returned."""
    return _level(bucket_along(submission), per_day_of(submission), now=now)


def _level(bucket: QuotaBucket | None, per_day: int, *, now: datetime) -> Quota:
    level = float(per_day)
    if bucket is not None:
        level = policy.level_at(bucket.level, bucket.as_of, per_day=per_day, now=now)
    next_at = policy.next_whole_at(level, per_day=per_day, now=now)
    return Quota(policy.whole(level), per_day, next_at)


def bucket_of(
    assignment: Assignment, enrollment: Enrollment, team: Team | None
) -> dict[str, Any]:
    """Return what names the bucket: a team has one of its own."""
    whose = {"enrollment": enrollment} if team is None else {"team": team}
    return {"assignment": assignment, **whose}


def per_day_of(submission: Submission) -> int:
    """Return the refill of the bucket a submission was paid from."""
    return int(submission.version.spec["submit"]["per_day"])


def work_on(enrollment: Enrollment, assignment: Assignment) -> QuerySet[Submission]:
    """Return what a person or their team handed in, newest first, and papers."""
    rows = Submission.objects.filter(reaches(enrollment), assignment=assignment)
    return with_named(with_people(rows), enrollment).order_by("-number", "-pk")


def hand_ins_of(people: Sequence[Enrollment]) -> dict[int, int]:
    """Return how much each of them handed in, over all assignments; 1 query."""
    found = dict.fromkeys((one.pk for one in people), 0)
    rows = Submission.objects.filter(HANDED_IN, enrollment__in=people).order_by()
    for who, count in rows.values_list("enrollment").annotate(count=Count("pk")):
        found[who] = count
    return found


def hand_ins_by_team(assignment: Assignment) -> dict[int, int]:
    """Return how often each team of the assignment handed in; 1 query."""
    rows = assignment.submissions.filter(HANDED_IN, team__isnull=False).order_by()
    counts = rows.values_list("team").annotate(count=Count("pk"))
    return {int(team): count for team, count in counts}


def chosen_among(submissions: Iterable[int]) -> int | None:
    """Return which of these was chosen last, or None; 1 query."""
    lines = Choice.objects.filter(submission__in=submissions).order_by("-pk")
    return lines.values_list("submission", flat=True).first()


def files_of(submission: Submission) -> QuerySet[SubmissionFile]:
    """Return the files of a submission by path, each with its artifact."""
    return submission.files.select_related("artifact").order_by("path")


def file_count(submission: Any) -> int:
    """Return how many files came, of what ``get_submission`` returned."""
    return submission.file_count or 0


def handed_in_before(
    enrollment: Enrollment, assignment: Assignment, *, idempotency_key: str
) -> Submission | None:
    """Return the submission made under this key; a repeated request means that one.

    Raise ConflictError where the key belongs to another assignment's submission.
    """
    if not idempotency_key:
        return None
    found = enrollment.submissions.filter(idempotency_key=idempotency_key).first()
    if found is not None and found.assignment_id != assignment.pk:
        raise ConflictError(
            "This Idempotency-Key was used for another assignment; send a new one.",
            code="idempotency_key_used",
        )
    return found


def handed_in_by(
    author: User, assignment: Assignment, *, idempotency_key: str
) -> Submission | None:
    """Return what the author made under this key, without an enrollment at hand."""
    enrollment = enrollment_of(author, assignment.course) if idempotency_key else None
    if enrollment is None:
        return None
    return handed_in_before(enrollment, assignment, idempotency_key=idempotency_key)


def upload_limit(assignment: Assignment, *, author: User, now: datetime) -> int:
    """Return how many bytes the author may send for an assignment now."""
    left = storage_left(author, now=now)
    version = assignment.published_version
    if version is None:
        return left
    return min(int(version.spec["submit"]["max_mib"] * MIB), left)


def storage_left(author: User, *, now: datetime) -> int:
    """Return how many bytes a person may still store within 24 hours."""
    stored = Submission.objects.filter(
        author=author, received_at__gt=now - DAY
    ).aggregate(total=Sum("size"))["total"]
    return max(day_limit_bytes() - int(stored or 0), 0)


def day_limit_bytes() -> int:
    """Return what one person may store in 24 hours."""
    return int(getattr(settings, "SUBMISSION_DAY_MIB", 1024)) * MIB
