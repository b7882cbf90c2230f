"""Keeps what a running job prints and makes, as long as its lease holds it."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from portal.grading.errors import OffsetError
from portal.grading.models import GradingJob, JobArtifact, LeaseUse, StageLog
from portal.grading.services.lease import hold
from portal.lib import store
from portal.lib.errors import InvalidError
from portal.submissions.services import record_artifacts

STAGE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
FILE = re.compile(
    r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,63}){0,2}"
)
MOST_STAGES = 64
STAGE_BYTES = 4 * 2**20
PIECE_BYTES = 2**20
MOST_ARTIFACTS = 64
ARTIFACT_BYTES = 128 * 2**20
ALL_ARTIFACTS_BYTES = 512 * 2**20


class TooMuchError(InvalidError):
    """More output than a job may leave here; the rest is dropped by the runner."""

    code = "too_much_output"


def append_log(
    use: LeaseUse, stage: str, piece: bytes, *, offset: int, is_public: bool
) -> int:
    """Append to a stage's log at ``offset``; return its size.

    A piece that does not begin at the end raises OffsetError, which says where that
    is, so one sent twice is kept once.
    """
    if not STAGE.fullmatch(stage):
        raise InvalidError(f"{stage!r:.80} is no stage name: a-z 0-9 . _ -")
    with transaction.atomic():
        job = hold(use)
        log = _log_of(job, use, stage, is_public=is_public)
        if offset != log.size:
            raise OffsetError(log.size)
        if log.size + len(piece) > STAGE_BYTES:
            raise TooMuchError(f"A stage's log ends at {STAGE_BYTES:,} bytes.")
        _write(path_of_log(job, use.attempt, stage), piece, offset)
        log.size += len(piece)
        log.is_public = log.is_public and is_public
        log.save(update_fields=["size", "is_public"])
    return log.size


def keep_artifact(
    use: LeaseUse,
    name: str,
    chunks: Iterable[bytes],
    *,
    is_public: bool,
    now: datetime,
) -> store.Stored:
    """Keep a file that the job made; the same name again replaces the first."""
    if len(name) > 200 or not FILE.fullmatch(name):
        raise InvalidError(f"{name!r:.80} is no artifact name: letters, digits . _ - /")
    try:
        stored = store.put(chunks, limit=ARTIFACT_BYTES)
    except store.TooLargeError as error:
        raise TooMuchError(
            f"An artifact has at most {ARTIFACT_BYTES:,} bytes."
        ) from error
    with transaction.atomic():
        job = hold(use)
        _refuse_too_many(job, use, name, stored.size)
        artifact = record_artifacts([stored], now=now)[stored.sha256]
        JobArtifact.objects.update_or_create(
            job=job,
            attempt=use.attempt,
            name=name,
            defaults={"artifact": artifact, "is_public": is_public},
        )
    return stored


def path_of_log(job: GradingJob, attempt: int, stage: str) -> Path:
    """Return where a stage's log lies, whether or not it is there."""
    folder = Path(settings.LOGS) / str(job.public_id) / str(attempt)
    return folder / f"{stage}.log"


def _log_of(job: GradingJob, use: LeaseUse, stage: str, *, is_public: bool) -> StageLog:
    logs = StageLog.objects.filter(job=job, attempt=use.attempt)
    log = logs.filter(stage=stage).first()
    if log is not None:
        return log
    if logs.count() >= MOST_STAGES:
        raise TooMuchError(f"A job has at most {MOST_STAGES} stages.")
    return StageLog.objects.create(
        job=job, attempt=use.attempt, stage=stage, is_public=is_public
    )


def _write(path: Path, piece: bytes, offset: int) -> None:
    """Write at ``offset``: what a broken earlier try left behind it is covered."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(piece)


def _refuse_too_many(job: GradingJob, use: LeaseUse, name: str, size: int) -> None:
    others = JobArtifact.objects.filter(job=job, attempt=use.attempt).exclude(name=name)
    if others.count() >= MOST_ARTIFACTS:
        raise TooMuchError(f"A job leaves at most {MOST_ARTIFACTS} artifacts.")
    total = others.aggregate(total=Sum("artifact__size"))["total"] or 0
    if total + size > ALL_ARTIFACTS_BYTES:
        raise TooMuchError(
            f"A job's artifacts have at most {ALL_ARTIFACTS_BYTES:,} bytes together."
        )
