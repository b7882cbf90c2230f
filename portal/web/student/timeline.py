"""The stages of a grading job, with times, as far as the viewer may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.grading.models import GradingJob
from portal.grading.states import JobState
from portal.submissions.models import Submission
from portal.web import formats

MARKS: Mapping[str, tuple[str, str]] = {
    "done": ("circle-check", "ok"),
    "running": ("loader-circle", "busy"),
    "todo": ("circle-dashed", "todo"),
    "failed": ("x", "bad"),
    "skipped": ("circle-slash", "todo"),
}


@dataclass(frozen=True)
class Step:
    """One line of the rail; ``since`` is set while it runs, ``why`` where it ended."""

    title: str
    icon: str
    tone: str
    says: str = ""
    when: str = ""
    since: datetime | None = None
    why: str = ""


def steps_of(
    submission: Submission,
    job: GradingJob | None,
    *,
    files: int,
    place: str = "",
    is_staff: bool,
) -> list[Step]:
    """Return what has happened and what is to come, for the live page."""
    count = f"{files} file{'' if files == 1 else 's'}"
    received = Step(
        "Received",
        "circle-check",
        "ok",
        f"{count}, {formats.file_size(submission.size)}, safe on disk",
    )
    if job is None:
        return [received]
    return [received, _queued(job, place), *_stages(job.progress, is_staff=is_staff)]


def _queued(job: GradingJob, place: str) -> Step:
    if job.state == JobState.HELD:
        return Step("Held", "hourglass", "quiet", "until you have a grading left again")
    if job.state == JobState.QUEUED:
        return Step("Queued", "hourglass", "quiet", place, since=job.queued_at)
    waited = ""
    if job.queued_at and job.leased_at:
        waited = formats.duration((job.leased_at - job.queued_at).total_seconds())
    runner = f"runner {job.runner.name}" if job.runner else ""
    return Step("Queued", "circle-check", "ok", runner, waited)


def _stages(progress: Iterable[Mapping[str, Any]], *, is_staff: bool) -> list[Step]:
    steps = []
    for stage in progress:
        icon, tone = MARKS.get(stage["state"], MARKS["todo"])
        is_open = is_staff or stage.get("is_public", False)
        seconds = stage.get("seconds") or 0.0
        says = f"{stage['side']} stage"
        if is_open and stage.get("note"):
            says = f"{says}: {stage['note']}"
        when = formats.duration(seconds) if seconds else ""
        steps.append(
            Step(stage["title"], icon, tone, "" if tone == "todo" else says, when)
        )
    return steps


def peak_memory(stages: Iterable[Mapping[str, Any]]) -> str:
    """Return the most memory any stage used, of how much; empty if nobody measured."""
    used = [
        (stage["peak_memory_mib"], stage.get("limit_mib"))
        for stage in stages
        if stage.get("peak_memory_mib") is not None
    ]
    if not used:
        return ""
    most, limit = max(used, key=lambda pair: pair[0])
    return formats.memory(most) + (f" of {limit:,} MiB" if limit else "")
