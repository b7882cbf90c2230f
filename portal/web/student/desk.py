"""All that an assignment's page shows to one person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.safestring import SafeString

from graders.spec import AssignmentSpec
from portal.accounts.models import User
from portal.assignments.dates import DueDates
from portal.assignments.models import Assignment, AssignmentVersion, VersionFile
from portal.assignments.selectors import (
    current_overrides,
    current_spec,
    files_of,
    shown_version,
    starter_of,
)
from portal.assignments.teams import Party, party_of, shared_dates
from portal.courses.models import STAFF, Enrollment, Role
from portal.courses.selectors import enrollment_of
from portal.gradebook.selectors import own_sheet
from portal.grading.lateness import Lateness, closes_at, is_late, lateness_of
from portal.lib.errors import NotFoundError
from portal.submissions.rules import MIB
from portal.submissions.selectors import Quota, quota_of
from portal.web.charts import quota_dots
from portal.web.markdown import render
from portal.web.student.brief import (
    COUNTS,
    Fact,
    Weighed,
    category_words,
    drop_words,
    facts,
    late_words,
    weighed,
)
from portal.web.student.history import History, history_of
from portal.web.student.proven import Proven, proven_of
from portal.web.student.teamwork import Teamwork, teamwork_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Desk:
    """What ``student/assignment.html`` needs; ``closed`` says why nothing is taken."""

    spec: AssignmentSpec
    version: AssignmentVersion
    dates: DueDates
    text: SafeString
    facts: list[Fact]
    drop: str
    category: str
    weighed: list[Weighed]
    starter: list[VersionFile]
    overrides: list[str]
    history: History
    quota: Quota | None  # for who may hand in now
    dots: SafeString | str
    refill: float  # seconds
    is_staff: bool
    proven: Proven | None  # for staff
    closed: str
    late: str  # what handing in now costs, where it is late
    limit_bytes: int
    teamwork: Teamwork | None  # for students, where teams hand in
    counts: str
    can_choose: bool


def desk_of(assignment: Assignment, *, viewer: User, now: datetime) -> Desk:
    """Return the page's content; the same number of queries at any history."""
    version = shown_version(assignment)
    enrollment = enrollment_of(viewer, assignment.course)
    if version is None or enrollment is None:
        raise NotFoundError("There is no such assignment.")
    is_staff = enrollment.role in STAFF
    spec = current_spec(assignment, version)
    party = party_of(assignment, enrollment)
    given = None if is_staff else own_sheet(assignment.course, enrollment).given
    dates = shared_dates(assignment, party.everybody, given)
    closed = _closed(assignment, enrollment, spec, dates, now=now)
    quota = None if is_staff or closed else _quota(assignment, party, spec, now=now)
    pictures = reverse("student:assignment-file", args=[assignment.public_id, "x"])[:-1]
    return Desk(
        spec=spec,
        version=version,
        dates=dates,
        text=render(version.text, digest=version.digest, pictures=pictures),
        facts=facts(spec, assignment.course.policy),
        drop=drop_words(spec),
        category=category_words(spec, assignment.course.policy),
        weighed=weighed(spec),
        starter=starter_of(assignment),
        overrides=sorted(current_overrides(assignment)),
        history=history_of(assignment, enrollment, viewer=viewer, now=now),
        quota=quota,
        dots=quota_dots(quota.left, quota.per_day) if quota else "",
        refill=DAY.total_seconds() / max(1, spec.submit.per_day),
        is_staff=is_staff,
        proven=proven_of(version) if is_staff else None,
        closed=closed,
        late="" if closed else _late(assignment, spec, dates, now=now),
        limit_bytes=int(spec.submit.max_mib * MIB),
        teamwork=teamwork_of(assignment, party),
        counts=COUNTS[spec.submit.counts],
        can_choose=spec.submit.counts == "chosen" and not closed and not is_staff,
    )


def file_of(assignment: Assignment, path: str) -> VersionFile:
    """Return a file that readers may have, or NotFoundError."""
    version = shown_version(assignment)
    roles = (VersionFile.Role.PAGE, VersionFile.Role.PUBLIC)
    found = files_of(version, *roles).filter(path=path).first() if version else None
    if found is None:
        raise NotFoundError("This assignment has no such file.")
    return found


def _closed(
    assignment: Assignment,
    enrollment: Enrollment,
    spec: AssignmentSpec,
    dates: DueDates,
    *,
    now: datetime,
) -> str:
    if not spec.is_handed_in:
        return "Nothing is handed in here: the staff of the course enter the grade."
    if enrollment.role == Role.OBSERVER:
        return "You look on in this course: observers do not hand in."
    if assignment.published_version is None:
        return "It is not published yet, so nobody can hand in."
    closed_at = closes_at(dates, _rule(assignment, spec))
    if closed_at is not None and now > closed_at and enrollment.role not in STAFF:
        return "Hand-in has closed. Ask the staff of the course if you need it opened."
    return ""


def _quota(
    assignment: Assignment, party: Party, spec: AssignmentSpec, *, now: datetime
) -> Quota:
    per_day, team = spec.submit.per_day, party.team
    return quota_of(assignment, party.enrollment, team=team, per_day=per_day, now=now)


def _late(
    assignment: Assignment, spec: AssignmentSpec, dates: DueDates, *, now: datetime
) -> str:
    rule = _rule(assignment, spec)
    return late_words(rule) if is_late(now, dates.due, rule) else ""


def _rule(assignment: Assignment, spec: AssignmentSpec) -> Lateness:
    policy = assignment.course.policy
    return lateness_of(policy, category=spec.category, assignment=spec.slug)
