"""What an existing autograder is told: Gradescope's submission_metadata.json."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from graders.protocol import Outcome
from graders.spec import AssignmentSpec
from portal.assignments.dates import DueDates
from portal.assignments.extensions import personal_dates
from portal.assignments.selectors import due_dates
from portal.courses.models import Enrollment
from portal.grading.models import Report
from portal.grading.statement import results_json
from portal.grading.trials import reports_that_count
from portal.submissions.models import Submission
from portal.submissions.parties import members_of, of_same_party

RESULTS_BYTES = 512 * 1024  # of all previous results together, the newest first
FAILED = frozenset({Outcome.LAB_BROKEN.value, Outcome.UNGRADABLE.value})


def metadata_of(submission: Submission, spec: AssignmentSpec) -> dict[str, Any]:
    """Return all fields of the public specification; 3 queries, and 1 a person."""
    assignment = submission.assignment
    dates = due_dates(assignment)
    is_team = spec.team_max > 1
    return {
        "id": submission.pk,
        "created_at": submission.received_at.isoformat(),
        "assignment": {
            "id": assignment.pk,
            "course_id": assignment.course_id,
            "title": spec.title,
            "total_points": f"{spec.points:.1f}",
            "group_submission": is_team,
            "group_size": spec.team_max if is_team else None,
            **_dates(dates),
        },
        "submission_method": "upload",
        "users": [_user(submission, person) for person in members_of(submission)],
        "previous_submissions": list(reversed(list(_previous(submission)))),
    }


def _dates(dates: DueDates) -> dict[str, str | None]:
    return {
        "release_date": _iso(dates.release),
        "due_date": _iso(dates.due),
        "late_due_date": _iso(dates.late_due),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _user(submission: Submission, person: Enrollment) -> dict[str, Any]:
    """Return one person, with dates of their own where an extension moved them."""
    user = person.user
    return {
        "id": user.pk,
        "email": user.email,
        "name": user.name,
        "assignment": _dates(personal_dates(submission.assignment, person)),
    }


def _previous(submission: Submission) -> Iterator[dict[str, Any]]:
    """Yield what the same people handed in before, the newest first."""
    earlier = Submission.objects.filter(
        **of_same_party(submission),
        assignment=submission.assignment_id,
        received_at__lt=submission.received_at,
    ).select_related("score")
    newest: dict[int, Report] = {}
    for report in (
        reports_that_count(Report.objects.filter(job__submission__in=earlier))
        .order_by("job__created_at", "pk")
        .select_related("job")
    ):
        newest[report.job.submission_id] = report
    left = RESULTS_BYTES
    for one in earlier.order_by("-received_at", "-pk"):
        found = newest.get(one.pk)
        results = results_json(found.statement) if found and found.statement else {}
        left -= len(json.dumps(results))
        yield {
            "submission_time": one.received_at.isoformat(),
            "score": _score(one, found),
            "autograder_error": found is not None and found.outcome in FAILED,
            "results": results if left >= 0 else {},
        }


def _score(submission: Submission, report: Report | None) -> float:
    """Return what the autograder gave, by its own count where it made one."""
    if report is not None and report.statement:
        return float(report.statement["score"])
    score = getattr(submission, "score", None)
    return float(score.points) if score else 0.0
