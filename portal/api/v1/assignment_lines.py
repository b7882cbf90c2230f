"""Puts together what is answered of an assignment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from graders.spec import AssignmentSpec
from portal.accounts.models import User
from portal.assignments.dates import DueDates
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec, due_dates, shown_version
from portal.assignments.teams import party_of
from portal.courses.models import STAFF
from portal.courses.selectors import enrollment_of
from portal.submissions.selectors import Quota, quota_of


@dataclass(frozen=True)
class AssignmentLine:
    """An assignment in a list."""

    assignment: Assignment
    spec: AssignmentSpec
    dates: DueDates

    @property
    def is_published(self) -> bool:
        return self.assignment.published_version_id is not None

    @property
    def urls(self) -> dict[str, str]:
        key = [self.assignment.public_id]
        return {
            "self": reverse("api-v1:assignment", args=key),
            "submissions": reverse("api-v1:submissions", args=key),
            "page": reverse("student:assignment", args=key),
        }


@dataclass(frozen=True)
class AssignmentPage(AssignmentLine):
    """An assignment in whole."""

    text: str
    quota: Quota | None


def lines_of(assignments: Iterable[Assignment]) -> list[AssignmentLine]:
    """Return a line for each; no query where dates were fetched along."""
    return [
        AssignmentLine(item, current_spec(item), due_dates(item))
        for item in assignments
    ]


def page_of(assignment: Assignment, *, viewer: User, now: datetime) -> AssignmentPage:
    """Return all of one assignment; staff's tests are free, so they have no quota."""
    version = shown_version(assignment)
    enrollment = enrollment_of(viewer, assignment.course)
    quota = None
    if enrollment is not None and enrollment.role not in STAFF:
        team = party_of(assignment, enrollment).team
        quota = quota_of(assignment, enrollment, team=team, now=now)
    return AssignmentPage(
        assignment,
        current_spec(assignment, version),
        due_dates(assignment),
        text=version.text if version else "",
        quota=quota,
    )
