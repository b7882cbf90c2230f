"""Makes empty papers ready to be graded by people: nothing is run for them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from graders.protocol import Outcome
from portal.accounts.models import User
from portal.grading.models import GradingJob, Report, Score
from portal.grading.services.score import values_of
from portal.grading.states import JobState, Lane
from portal.runners.models import Pool
from portal.submissions.models import Source, Submission

SENTENCE = "Nothing is run here: people grade it."
BY = "desk"  # in the place of a runner's name


def open_to_people(
    papers: Sequence[Submission], *, actor: User, now: datetime
) -> list[Score]:
    """Give each paper a job that is done and an empty report; every check waits.

    All are of one version. The caller has the transaction; queries don't grow.
    """
    if not papers:
        return []
    version = papers[0].version
    pool, _ = Pool.objects.get_or_create(name=version.spec["grade"]["pool"])
    jobs = GradingJob.objects.bulk_create(
        GradingJob(
            submission=paper,
            version=version,
            state=JobState.DONE,
            lane=Lane.STAFF,
            outcome=Outcome.GRADED.value,
            sentence=SENTENCE,
            pool=pool,
            requested_by=actor,
            created_at=now,
            finished_at=now,
        )
        for paper in papers
    )
    Report.objects.bulk_create(
        Report(
            job=job,
            attempt=0,
            digest="",
            outcome=Outcome.GRADED.value,
            sentence=SENTENCE,
            runner_name=BY,
            seconds=0.0,
            received_at=now,
        )
        for job in jobs
    )
    values = values_of(jobs[0])  # the same for all: nobody has said anything
    return Score.objects.bulk_create(
        Score(
            **{**values, "job": job}, submission_id=job.submission_id, computed_at=now
        )
        for job in jobs
    )


def forget(papers: Iterable[int]) -> None:
    """Delete scores, reports and jobs of empty papers, and of nothing else."""
    jobs = GradingJob.objects.filter(
        submission__in=list(papers), submission__source=Source.DESK
    )
    keys = list(jobs.values_list("pk", flat=True))
    Score.objects.filter(job__in=keys).delete()
    Report.objects.filter(job__in=keys).delete()
    GradingJob.objects.filter(pk__in=keys).delete()
