"""The words of a submission's page, derived from its job in this one place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graders.protocol import Outcome
from portal.grading.models import GradingJob
from portal.grading.states import JobState
from portal.submissions.models import Charge


@dataclass(frozen=True)
class Status:
    """What the case is, whose move it is, what it cost.

    ``whose_move`` is student, staff, ops or nobody; while ``is_live`` a page may poll.
    """

    word: str
    icon: str
    tone: str
    whose_move: str
    sentence: str
    cost_sentence: str = ""
    is_live: bool = False


RECEIVED = Status(
    "received", "inbox", "quiet", "nobody", "It is safe with us.", is_live=True
)
HELD = replace(
    RECEIVED,
    sentence="It is stored, and waits until you have a grading left again.",
)
QUEUED = Status(
    "queued", "hourglass", "quiet", "nobody", "It waits for a runner.", is_live=True
)
RETRIED = Status(
    "queued",
    "unplug",
    "quiet",
    "nobody",
    "A runner of ours failed; it is tried again on another one.",
    is_live=True,
)
RUNNING = Status(
    "running", "loader-circle", "busy", "nobody", "It is being graded.", is_live=True
)
CANCELLING = replace(RUNNING, sentence="It stops as soon as the runner hears of it.")
PARKED = Status(
    "runner failed",
    "unplug",
    "bad",
    "ops",
    "Our machines failed on it three times. The operators start it again.",
)
CANCELLED = Status("cancelled", "ban", "quiet", "student", "It was cancelled.")

BY_OUTCOME: Mapping[str, Status] = {
    Outcome.GRADED.value: Status(
        "graded", "circle-check", "ok", "nobody", "It is graded."
    ),
    Outcome.UNGRADABLE.value: Status(
        "ungradable", "file-x", "warn", "student", "It could not be graded as it is."
    ),
    Outcome.TIMEOUT.value: Status(
        "timeout", "timer-off", "warn", "student", "It took longer than it may."
    ),
    Outcome.OUT_OF_MEMORY.value: Status(
        "out of memory", "memory-stick", "warn", "student", "It needed too much memory."
    ),
    Outcome.LAB_BROKEN.value: Status(
        "lab broken",
        "wrench",
        "bad",
        "staff",
        "This assignment's judge failed. Your work is safe; staff grade it again.",
    ),
    Outcome.CANCELLED.value: CANCELLED,
}
FOR_STAFF: Mapping[str, str] = {
    "lab broken": "The judge failed; its note is below. Correct the assignment, load "
    "it, then grade again.",
    "runner failed": "Our machines failed on it three times; see the attempts below. "
    "Queue it again when the cause is gone.",
}
COSTS: Mapping[str, str] = {
    Charge.HELD.value: "It has cost no grading yet.",
    Charge.RESERVED.value: "It holds one grading; cancelling gives it back.",
    Charge.CHARGED.value: "It cost one grading.",
    Charge.REFUNDED.value: "It cost no grading.",
}


def status_of(job: GradingJob | None, *, viewer_is_staff: bool = False) -> Status:
    """Return the words for a job, or for a submission that has none yet.

    The report's own sentence wins over the general one; staff are told what they can
    do where it is their move.
    """
    if job is None:
        return RECEIVED
    status = _plain(job)
    if viewer_is_staff and status.word in FOR_STAFF:
        status = replace(status, sentence=FOR_STAFF[status.word])
    elif job.sentence and job.state in (JobState.DONE, JobState.CANCELLED):
        status = replace(status, sentence=whole(job.sentence))
    return replace(status, cost_sentence=COSTS[job.submission.charge])


def whole(sentence: str) -> str:
    """Return ``sentence`` with an end: what a program raised often has none."""
    ends = sentence.endswith((".", "!", "?", "…", ":"))
    return sentence if ends or not sentence else f"{sentence}."


def _plain(job: GradingJob) -> Status:
    state = JobState(job.state)
    if state is JobState.DONE:
        return BY_OUTCOME[job.outcome]
    if state is JobState.QUEUED:
        return RETRIED if job.infra_failures else QUEUED
    if state is JobState.LEASED:
        return CANCELLING if job.cancel_requested_at else RUNNING
    return {
        JobState.HELD: HELD,
        JobState.PARKED: PARKED,
        JobState.CANCELLED: CANCELLED,
    }[state]
