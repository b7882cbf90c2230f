"""States of a grading job, and which may follow which."""

from collections.abc import Mapping

from django.db import models

from graders.protocol import Outcome


class JobState(models.TextChoices):
    """Where a grading job is."""

    HELD = "held"  # stored, waits for quota; has not_before
    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"  # has an outcome and a report
    PARKED = "parked"  # gave up on infrastructure; staff or ops re-queue it
    CANCELLED = "cancelled"


FINAL = frozenset({JobState.DONE, JobState.CANCELLED})
LIVE = frozenset({JobState.HELD, JobState.QUEUED, JobState.LEASED})

NEXT: Mapping[JobState, frozenset[JobState]] = {
    JobState.HELD: frozenset({JobState.QUEUED, JobState.CANCELLED}),
    JobState.QUEUED: frozenset({JobState.LEASED, JobState.CANCELLED}),
    JobState.LEASED: frozenset(
        {JobState.DONE, JobState.QUEUED, JobState.PARKED, JobState.CANCELLED}
    ),
    JobState.PARKED: frozenset({JobState.QUEUED, JobState.CANCELLED}),
    **dict.fromkeys(FINAL, frozenset()),
}


class Lane(models.IntegerChoices):
    """Who goes first when jobs wait for the same pool."""

    STAFF = 0
    STUDENTS = 1
    BULK = 2


class Cost(models.TextChoices):
    """What an outcome costs the student's quota."""

    ONE = "one"
    FREE = "free"
    FREE_AT_FIRST = "free_at_first"  # at most five free a day, then one


COST: Mapping[Outcome, Cost] = {
    Outcome.GRADED: Cost.ONE,
    Outcome.TIMEOUT: Cost.ONE,
    Outcome.OUT_OF_MEMORY: Cost.ONE,
    Outcome.UNGRADABLE: Cost.FREE_AT_FIRST,
    Outcome.LAB_BROKEN: Cost.FREE,
    Outcome.RUNNER_FAILED: Cost.FREE,
    Outcome.CANCELLED: Cost.FREE,
}
