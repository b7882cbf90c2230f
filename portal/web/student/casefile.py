"""What came of a submission: score, checks, measurements, where it ran, history."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.safestring import SafeString

from portal.accounts.models import User
from portal.assignments.selectors import current_spec
from portal.gradebook.selectors import is_released
from portal.grading.models import GradingJob, LeaseUse
from portal.grading.selectors import (
    ReportView,
    leases_of,
    told_job,
    visible_report,
)
from portal.grading.visibility import ShownScore
from portal.submissions.models import Submission
from portal.submissions.parties import dates_of, reader_of
from portal.web.charts import Part, score_strip
from portal.web.reports.reproduce import Again, again
from portal.web.student.history import History, Line, history_of, score_of
from portal.web.student.moves import Move, move_of
from portal.web.student.progress import Progress
from portal.web.student.readings import (
    Before,
    Change,
    Figure,
    Repeats,
    before_of,
    changes,
    figures,
    repeats,
)
from portal.web.student.recorded import report_steps
from portal.web.student.serving import Latency, latency_of
from portal.web.student.stated import Stated, stated_of
from portal.web.student.timeline import Step, peak_memory
from portal.web.student.underload import UnderLoad, under_load
from portal.web.student.verdicts import Verdict, parts, verdicts


@dataclass(frozen=True)
class Case:
    """What ``student/submission.html`` needs besides the progress."""

    title: str
    report: ReportView | None
    score: ShownScore | None
    graded_points: float
    strip: SafeString | str
    strip_parts: list[Part]
    verdicts: list[Verdict]
    figures: list[Figure]
    latency: Latency | None
    under_load: UnderLoad | None
    stated: Stated | None
    repeats: Repeats | None
    before: Before | None
    changes: list[Change]
    steps: list[Step]
    peak_memory: str
    history: History
    is_counting: bool
    closes_at: datetime | None
    move: Move
    job: GradingJob | None
    attempts: list[LeaseUse]
    is_published: bool
    again: Again | None


def case_of(
    submission: Submission, progress: Progress, *, viewer: User, now: datetime
) -> Case:
    """Return the case as ``viewer`` may know it."""
    assignment, enrollment = submission.assignment, reader_of(submission, viewer)
    is_published = is_released(assignment, enrollment)
    found = visible_report(
        submission, viewer=viewer, is_published=is_published, now=now
    )
    # While a new job lives, the old report is not what the page is about.
    report = None if progress.status.is_live else found
    history = history_of(assignment, enrollment, viewer=viewer, now=now)
    before = _before(submission, history)
    score = report.score if report else None
    job = told_job(submission)
    under = _under_load(job, report)
    return Case(
        title=current_spec(assignment).title,
        report=report,
        score=score,
        graded_points=_graded(score),
        strip=score_strip(parts(report)) if report and score else "",
        strip_parts=parts(report) if report and score else [],
        verdicts=verdicts(report) if report else [],
        figures=figures(report, before) if report else [],
        latency=latency_of(report) if report else None,
        under_load=under,
        stated=stated_of(report) if report else None,
        repeats=repeats(report) if report else None,
        before=before,
        changes=changes(report, before) if report else [],
        steps=report_steps(report) if report else [],
        peak_memory=_peak_memory(report, under),
        history=history,
        is_counting=any(
            line.is_counting and line.submission.pk == submission.pk
            for line in history.lines
        ),
        closes_at=_closes_at(submission, now=now),
        move=_move(progress, score),
        job=job,
        attempts=leases_of(job) if job else [],
        is_published=is_published,
        again=_again(job, report, progress),
    )


def _again(
    job: GradingJob | None, report: ReportView | None, progress: Progress
) -> Again | None:
    """Return how to run it again, once there is something to repeat."""
    if job is None or report is None or job.version.digest != report.version:
        return None
    return again(job, report, is_staff=progress.is_staff)


def _under_load(job: GradingJob | None, report: ReportView | None) -> UnderLoad | None:
    return under_load(report, job.version.spec["grade"]) if job and report else None


def _peak_memory(report: ReportView | None, under: UnderLoad | None) -> str:
    """Return one figure for the page: a server's is that of the load."""
    if report is None:
        return ""
    return (under.peak_memory if under else "") or peak_memory(report.stages)


def _move(progress: Progress, score: ShownScore | None) -> Move:
    move = move_of(
        progress.status, score=score, quota=progress.quota, is_own=progress.is_own
    )
    return replace(move, sentence=move.sentence.strip())


def _graded(score: ShownScore | None) -> float:
    if score is None:
        return 0.0
    return score.max_points - score.pending_points - score.later_points


def _before(submission: Submission, history: History) -> Before | None:
    earlier: list[Line] = [
        line
        for line in history.lines
        if line.submission.number < submission.number and line.score is not None
    ]
    if not earlier:
        return None
    last, shown = earlier[0].submission, earlier[0].score
    return before_of(score_of(last), last.number, points=shown.points if shown else 0.0)


def _closes_at(submission: Submission, *, now: datetime) -> datetime | None:
    """Return until when one may hand in again, if that is still so."""
    dates = dates_of(submission)
    until = dates.due or dates.late_due or dates.lock
    return until if until is not None and until > now else None
