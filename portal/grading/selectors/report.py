"""A submission's report as one viewer may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from graders.protocol import Outcome
from graders.spec import is_shared_trust
from portal.accounts.models import User
from portal.courses.access import is_staff_of
from portal.grading import policy, visibility
from portal.grading.models import MeasurementRecord, Report, Score
from portal.grading.selectors.told import checks_of, measurements_of, report_of
from portal.grading.statement import shown_statement
from portal.grading.visibility import Moment, ShownScore, Sight
from portal.submissions.models import Submission
from portal.submissions.parties import dates_of

OPEN_STAGE = ("name", "title", "side", "is_public", "cause", "seconds", "limit_s")


@dataclass(frozen=True)
class CheckView:
    """One check's line; what the viewer may not know is None or empty."""

    name: str
    title: str
    state: str  # of graders.scoring.ScoreLine, or "later"
    points: float | None
    max_points: float
    share: float | None
    value: float | None
    passed: bool | None
    evidence: tuple[Mapping[str, str], ...]
    hint: str
    visibility: str
    measure: str
    unit: str
    curve: Mapping[str, Any]
    requires: tuple[str, ...]
    is_bonus: bool  # on top of the maximum


@dataclass(frozen=True)
class ReportView:
    """What one attempt found, cut to what the viewer may know.

    ``score`` is None where the outcome gives none; ``staff_note``, ``flags`` and
    ``environment`` are empty for students.
    """

    outcome: str
    sentence: str
    hint: str
    staff_note: str
    score: ShownScore | None
    checks: tuple[CheckView, ...]
    measurements: tuple[MeasurementRecord, ...]
    series: tuple[Mapping[str, Any], ...]
    flags: tuple[Mapping[str, str], ...]
    stages: tuple[Mapping[str, Any], ...]
    sandbox: str
    image: Mapping[str, str]
    judge_image: Mapping[str, str]
    environment: Mapping[str, str]
    seeds: tuple[int, ...]
    runner_name: str
    seconds: float
    attempt: int
    received_at: datetime
    version: str  # digest of what graded
    scored_under: str  # digest of whose curves count, where that is another
    statement: Mapping[str, Any] = field(default_factory=dict)  # an autograder's words
    is_shared_trust: bool = False  # those words are all that is known

    @property
    def isolates(self) -> bool:
        """Whether anything protected hidden data and the machine."""
        return self.sandbox == "docker"

    @property
    def is_simulated(self) -> bool:
        """Whether nobody wrote the work and nothing ran (portal.commands.simulate)."""
        return self.sandbox == "simulated"


def moment_of(
    submission: Submission,
    *,
    viewer: User,
    is_published: bool = False,
    now: datetime | None = None,
) -> Moment:
    """Return who looks and when; grades are unpublished unless the caller knows."""
    assignment, now = submission.assignment, now or timezone.now()
    due_at = dates_of(submission).due
    return Moment(
        is_staff=is_staff_of(viewer, assignment.course),
        is_past_due=due_at is not None and now >= due_at,
        is_published=is_published,
    )


def visible_report(
    submission: Submission,
    *,
    viewer: User,
    is_published: bool = False,
    now: datetime | None = None,
) -> ReportView | None:
    """Return the newest report, or None while there is none; no query per check."""
    report = report_of(submission)
    if report is None:
        return None
    moment = moment_of(submission, viewer=viewer, is_published=is_published, now=now)
    return _view(report, moment)


def visible_score(
    score: Score, checks: list[dict[str, Any]], moment: Moment
) -> ShownScore:
    """Return a stored score's sums as far as the viewer may know them."""
    return visibility.shown_score(score.lines, checks, moment)


def _view(report: Report, moment: Moment) -> ReportView:
    spec = report.job.curves_version.spec
    score = getattr(report.job, "score_of", None)
    lines = score.lines if score and _is_scored(report) else []
    checks = visibility.narrowed(spec["checks"], lines)
    hidden = visibility.hidden_measures(checks, moment)
    is_staff = moment.is_staff
    return ReportView(
        outcome=report.outcome,
        sentence=report.sentence,
        hint=report.hint,
        staff_note=report.staff_note if is_staff else "",
        score=visibility.shown_score(lines, checks, moment) if lines else None,
        checks=_checks(report, lines, checks, moment),
        measurements=tuple(m for m in measurements_of(report) if m.name not in hidden),
        series=tuple(visibility.shown_series(report.series, checks, moment)),
        flags=tuple(report.flags) if is_staff else (),
        stages=tuple(_stage(stage, is_staff=is_staff) for stage in report.stages),
        sandbox=report.sandbox,
        image=report.image,
        judge_image=report.judge_image,
        environment=report.environment if is_staff else {},
        seeds=tuple(report.seeds),
        runner_name=report.runner_name,
        seconds=report.seconds,
        attempt=report.attempt,
        received_at=report.received_at,
        version=report.job.version.digest,
        scored_under=report.job.scored_under.digest if report.job.scored_under else "",
        statement=shown_statement(report.statement, moment),
        is_shared_trust=is_shared_trust(spec["grade"]["family"]),
    )


def _is_scored(report: Report) -> bool:
    return Outcome(report.outcome) in policy.SCORED


def _checks(
    report: Report,
    lines: list[dict[str, Any]],
    checks: Sequence[Mapping[str, Any]],
    moment: Moment,
) -> tuple[CheckView, ...]:
    by_name = {line["name"]: line for line in visibility.told(lines, checks, moment)}
    evidence = {record.name: record.evidence for record in checks_of(report)}
    return tuple(
        _check(check, by_name[check["name"]], evidence.get(check["name"], []), moment)
        for check in checks
        if check["name"] in by_name
    )


def _check(
    check: Mapping[str, Any],
    line: Mapping[str, Any],
    evidence: list[dict[str, str]],
    moment: Moment,
) -> CheckView:
    sight = visibility.sight_of(check, moment)
    is_full = sight is Sight.FULL
    has_points = visibility.has_points(check, moment)
    return CheckView(
        name=check["name"],
        title=check["title"],
        state="later" if sight is Sight.TITLE else line["state"],
        points=line["points"] if has_points else None,
        max_points=line["max_points"],
        share=line["share"] if is_full else None,
        value=line["value"] if is_full else None,
        passed=None if sight is Sight.TITLE else line["passed"],
        evidence=tuple(evidence) if is_full else (),
        hint=check["hint"] if is_full else "",
        visibility=check["visibility"],
        measure=check["measure"] if is_full else "",
        unit=check["unit"] if is_full else "",
        curve=check["curve"] if is_full else {},
        requires=tuple(check["requires"]),
        is_bonus=check["curve"]["kind"] == "bonus",
    )


def _stage(stage: Mapping[str, Any], *, is_staff: bool) -> Mapping[str, Any]:
    """Of a hidden stage a student sees that it ran and how long, nothing it said."""
    if is_staff or stage["is_public"]:
        return stage
    return {key: stage[key] for key in OPEN_STAGE}
