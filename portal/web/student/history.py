"""A person's submissions of one assignment as a table, the counting one marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.selectors import is_released, own_cells, own_work
from portal.grading.models import Score
from portal.grading.selectors import latest_jobs, moment_of, visible_score
from portal.grading.visibility import Moment, ShownScore, Sight, sight_of
from portal.grading.words import Status, status_of
from portal.submissions.models import Source, Submission
from portal.submissions.parties import counting_for
from portal.submissions.selectors import chosen_among
from portal.web import formats
from portal.web.student.readings import title_of


@dataclass(frozen=True)
class Line:
    """One submission: what became of it, as far as the viewer may know."""

    submission: Submission
    status: Status
    score: ShownScore | None
    value: str
    is_counting: bool
    is_chosen: bool = False  # by its author or team, where they choose
    is_shared: bool = True  # whether it counts for whom this is the history of


@dataclass(frozen=True)
class History:
    """The lines, newest first; ``measure`` heads the column of values, if any.

    ``is_choice``: students say which one counts; ``has_teams``: others handed in too.
    """

    lines: tuple[Line, ...]
    measure: str
    counting: Line | None
    is_choice: bool = False
    has_teams: bool = False


def history_of(
    assignment: Assignment, enrollment: Enrollment, *, viewer: User, now: datetime
) -> History:
    """Return the history; the same number of queries however long it is."""
    work = own_work(assignment, enrollment)
    submissions = [one for one in work if one.source != Source.DESK]
    if not submissions:
        return History((), "", None)
    jobs = latest_jobs(submissions)
    moment = moment_of(
        submissions[0],
        viewer=viewer,
        is_published=is_released(assignment, enrollment),
        now=now,
    )
    cell = own_cells(assignment.course, enrollment, now=now).get(assignment.pk)
    counted = cell.counted.submission_id if cell and cell.counted else None
    measured = _measured_check(submissions, moment)
    is_choice = _is_choice(assignment, submissions)
    mine = counting_for(enrollment, submissions)
    chosen = chosen_among(mine) if is_choice else None
    lines = tuple(
        Line(
            submission,
            status_of(jobs.get(submission.pk), viewer_is_staff=moment.is_staff),
            shown_score_of(submission, moment),
            _value(submission, measured),
            submission.pk == counted,
            is_chosen=submission.pk == chosen,
            is_shared=submission.pk in mine,
        )
        for submission in submissions
    )
    has_values = any(line.value != formats.NONE for line in lines)
    return History(
        lines,
        title_of(measured["measure"]) if measured and has_values else "",
        next((line for line in lines if line.is_counting), None),
        is_choice,
        any(submission.team_id is not None for submission in submissions),
    )


def shown_score_of(submission: Submission, moment: Moment) -> ShownScore | None:
    """Return what the viewer may know of a submission's stored score."""
    score = score_of(submission)
    if score is None:
        return None
    return visible_score(score, score.job.curves_version.spec["checks"], moment)


def score_of(submission: Submission) -> Score | None:
    """Return the stored score, if there is one."""
    found: Score | None = getattr(submission, "score", None)
    return found


def _is_choice(assignment: Assignment, submissions: Sequence[Submission]) -> bool:
    version = assignment.published_version or submissions[0].version
    return bool(version.spec["submit"]["counts"] == "chosen")


def _measured_check(
    submissions: Iterable[Submission], moment: Moment
) -> dict[str, Any] | None:
    newest = next(iter(submissions))
    return next(
        (
            check
            for check in newest.version.spec["checks"]
            if check["measure"] and sight_of(check, moment) is Sight.FULL
        ),
        None,
    )


def _value(submission: Submission, check: dict[str, Any] | None) -> str:
    score = score_of(submission)
    if check is None or score is None:
        return formats.NONE
    line = next((line for line in score.lines if line["name"] == check["name"]), None)
    return formats.measure(line["value"] if line else None, check["unit"])
