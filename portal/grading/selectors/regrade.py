"""A trial beside what counts: each score as it was and would be, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graders.protocol import CheckResult
from graders.scoring import Score as Scored
from graders.scoring import score as scored
from portal.assessments.models import FIRST, Assessment
from portal.assessments.selectors import editions_of, results_of, rubric_checks
from portal.grading import policy
from portal.grading.models import GradingJob, Regrade
from portal.grading.states import LIVE, JobState
from portal.submissions.models import Submission

SCORED = frozenset(outcome.value for outcome in policy.SCORED)


@dataclass(frozen=True)
class Moved:
    """One check whose points differ."""

    title: str
    before: float
    after: float


@dataclass(frozen=True)
class Difference:
    """One submission: ``after`` is None where the trial gives no score (yet)."""

    submission: Submission
    job: GradingJob
    before: float
    after: float | None
    moved: tuple[Moved, ...]

    @property
    def change(self) -> float:
        return 0.0 if self.after is None else round(self.after - self.before, 9)


@dataclass(frozen=True)
class Trial:
    """A regrade with everybody's difference, the largest first."""

    regrade: Regrade
    differences: tuple[Difference, ...]
    waiting: int  # gradings that are yet to end
    failed: int  # gradings without a score

    @property
    def changed(self) -> int:
        return sum(one.change != 0 for one in self.differences)

    @property
    def up(self) -> int:
        return sum(one.change > 0 for one in self.differences)

    @property
    def down(self) -> int:
        return sum(one.change < 0 for one in self.differences)


def trial_of(regrade: Regrade) -> Trial:
    """Return the trial; 5 queries however many gradings it has."""
    jobs = (
        regrade.jobs.select_related(
            "submission__score", "submission__enrollment__user", "report"
        )
        .prefetch_related("report__checks")
        .order_by("pk")
    )
    by_people = _by_people(regrade)
    found = [_difference(job, regrade, by_people) for job in jobs]
    ended = [one for one in found if one.job.state not in (*LIVE, JobState.PARKED)]
    return Trial(
        regrade,
        tuple(sorted(found, key=lambda one: (-abs(one.change), one.job.pk))),
        waiting=len(found) - len(ended),
        failed=sum(one.after is None for one in ended),
    )


def _by_people(regrade: Regrade) -> Mapping[int, list[CheckResult]]:
    """Return what people found, by submission, as the trial's version reads it."""
    spec = regrade.version.spec
    if not any(check.get("rubric") for check in spec["checks"]):
        return {}
    checks = rubric_checks(spec, editions_of(regrade.assignment))
    rows = Assessment.objects.filter(
        submission__in=regrade.jobs.values("submission"), reading=FIRST
    )
    found: dict[int, dict[str, Assessment]] = defaultdict(dict)
    for row in rows:
        found[row.submission_id][row.check_name] = row
    return {pk: results_of(checks, one) for pk, one in found.items()}


def _difference(
    job: GradingJob, regrade: Regrade, by_people: Mapping[int, list[CheckResult]]
) -> Difference:
    score = job.submission.score
    after = None
    if job.state == JobState.DONE and job.outcome in SCORED:
        results = [
            CheckResult(name=check.name, passed=check.passed, value=check.value)
            for check in job.report.checks.all()
        ]
        results += by_people.get(job.submission_id, [])
        after = scored(regrade.version.spec["checks"], results)
    # Once published, the score is the trial's own, and what was is in the diary.
    return Difference(
        job.submission,
        job,
        score.points,
        after.points if after else None,
        tuple(_moved(score.lines, after)) if after else (),
    )


def _moved(lines: Sequence[Mapping[str, Any]], after: Scored) -> list[Moved]:
    before = {line["name"]: line["points"] for line in lines}
    return [
        Moved(line.title, before.get(line.name, 0.0), line.points)
        for line in after.lines
        if before.get(line.name, 0.0) != line.points
    ]
