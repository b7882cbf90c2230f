"""What became of a hand-in, and what our machines did to it."""

from collections.abc import Iterable

from graders.protocol import Outcome
from portal.accounts.models import User
from portal.audit.models import Event
from portal.grading.models import GradingJob, LeaseUse
from portal.grading.services.lease import SILENT
from portal.grading.states import JobState
from portal.notifications.drafts import Draft, staff_of, users_of
from portal.notifications.hearing.reading import Hearer, key_of, named
from portal.submissions.parties import members_of

PARKED = "parked"


def reported(event: Event) -> Iterable[Draft]:
    """Tell whose hand-in it is, and staff where the judge failed; a trial is secret."""
    job = _job(event)
    if job is None or job.regrade_id is not None:
        return
    outcome = event.data["outcome"]
    yield _to_students(event, job, outcome)
    if outcome == Outcome.LAB_BROKEN.value:
        assignment = job.submission.assignment
        yield Draft(
            "lab_broken",
            # Once a day for each version: three hundred hand-ins are one news.
            f"broken:{job.version_id}:{event.at:%Y-%m-%d}",
            staff_of(assignment.course),
            event.at,
            course=assignment.course,
            assignment=assignment,
            submission=job.submission,
        )


def failed(event: Event) -> Iterable[Draft]:
    """Tell ops of a silent runner, and everybody concerned where we gave up."""
    job = _job(event)
    if job is None:
        return
    if event.data["state"] == JobState.PARKED.value:
        if job.regrade_id is None:
            yield _to_students(event, job, PARKED)
        key = f"parked:{job.pool_id}:{event.at:%Y-%m-%d}"
        yield Draft("machines", key, ops(), event.at, detail={"what": PARKED})
    if event.data["note"] == SILENT:
        use = LeaseUse.objects.filter(job=job, attempt=event.data["attempt"]).first()
        if use is not None:
            yield lost(use.runner_name, event)


def lost(runner: str, event: Event) -> Draft:
    """Return the news that a runner stopped answering; once a day for each."""
    key = f"lost:{runner}:{event.at:%Y-%m-%d}"
    return Draft(
        "machines", key, ops(), event.at, detail={"what": "lost", "runner": runner}
    )


def ops() -> tuple[int, ...]:
    """Return who runs the site; 1 query."""
    people = User.objects.filter(is_ops=True, is_active=True).order_by("pk")
    return tuple(people.values_list("pk", flat=True))


def _job(event: Event) -> GradingJob | None:
    jobs = GradingJob.objects.select_related(
        "submission__assignment__course", "submission__enrollment__user"
    )
    return named(jobs, event)


def _to_students(event: Event, job: GradingJob, outcome: str) -> Draft:
    assignment = job.submission.assignment
    return Draft(
        "graded" if outcome == Outcome.GRADED.value else "ungraded",
        key_of(event),
        users_of(members_of(job.submission)),
        event.at,
        course=assignment.course,
        assignment=assignment,
        submission=job.submission,
        detail={"outcome": outcome},
    )


HEARERS: dict[str, Hearer] = {"job.reported": reported, "job.attempt_failed": failed}
