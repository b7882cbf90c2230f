"""Applies a changed curve to what was found already, without running anything."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment, AssignmentVersion
from portal.audit import services as audit
from portal.grading.models import GradingJob, Score
from portal.grading.rescoring import changed_besides_points
from portal.grading.services.score import keep_score, scored_jobs, values_of
from portal.lib.errors import ConflictError
from portal.submissions.models import Submission


class NotOnlyPointsError(ConflictError):
    """A version differs in more than its points, so that only a regrade is right."""

    code = "not_only_points"


@dataclass(frozen=True)
class Change:
    """What a rescore did to one score."""

    submission: Submission
    before: float
    after: float


@dataclass(frozen=True)
class Rescore:
    """How many scores there are, and those whose points changed."""

    version: AssignmentVersion
    total: int
    changes: tuple[Change, ...]


@transaction.atomic
def rescore(
    assignment: Assignment, *, actor: User | None, now: datetime, is_dry_run: bool
) -> Rescore:
    """Score every graded submission by the published version's curves and points.

    Raise NotOnlyPointsError, and change nothing, where any of them was graded under a
    version that differs in more; ``grades rebuild`` keeps what this decided.
    """
    version = assignment.published_version
    if version is None:
        raise ConflictError("This assignment has no published version to score by.")
    jobs = _counting_jobs(assignment)
    _refuse_other(jobs, version)
    changes = []
    for job in jobs:
        change = _apply(job, version, now=now, is_dry_run=is_dry_run)
        if change is None:
            continue
        changes.append(change)
        if not is_dry_run:
            _record(job, change, version, actor=actor, now=now)
    if not is_dry_run:
        audit.record(
            "assignment.rescored",
            assignment,
            actor=actor,
            now=now,
            version=version.digest,
            total=len(jobs),
            changed=len(changes),
        )
    return Rescore(version, len(jobs), tuple(changes))


def _counting_jobs(assignment: Assignment) -> list[GradingJob]:
    graded = Submission.objects.filter(assignment=assignment, score__isnull=False)
    rows = graded.select_related("enrollment__user").order_by("pk")
    jobs = []
    for submission in rows:
        job = scored_jobs(submission).select_for_update(of=("self",)).first()
        if job is not None:
            job.submission = submission
            jobs.append(job)
    return jobs


def _refuse_other(jobs: list[GradingJob], version: AssignmentVersion) -> None:
    """Each version that graded is compared once, however many it graded.

    For an empty paper nothing was found that another version could have found anew.
    """
    found = [job for job in jobs if not job.submission.is_from_desk]
    counts = Counter(job.version_id for job in found)
    versions = {job.version_id: job.version for job in found}
    said = []
    for pk, old in versions.items():
        changed = changed_besides_points(old.spec, version.spec)
        if changed:
            said.append(
                f"version {old.digest[:6]}, which graded {counts[pk]}, differs in "
                f"{', '.join(changed)}"
            )
    if said:
        raise NotOnlyPointsError(
            f"Points alone can't be computed anew for {version.digest[:6]}: "
            f"{'; '.join(said)}. Grade those submissions again instead."
        )


def _apply(
    job: GradingJob, version: AssignmentVersion, *, now: datetime, is_dry_run: bool
) -> Change | None:
    """Let ``version`` count for the job; return the change of points, if any."""
    before = Score.objects.get(submission=job.submission).points
    job.scored_under = None if version.pk == job.version_id else version
    if is_dry_run:
        after = float(values_of(job)["points"])
    else:
        job.save(update_fields=["scored_under"])
        kept = keep_score(job.submission, now=now)
        after = kept.points if kept else 0.0
    return Change(job.submission, before, after) if before != after else None


def _record(
    job: GradingJob,
    change: Change,
    version: AssignmentVersion,
    *,
    actor: User | None,
    now: datetime,
) -> None:
    audit.record(
        "job.rescored",
        job,
        actor=actor,
        now=now,
        version=version.digest,
        before=change.before,
        after=change.after,
    )
