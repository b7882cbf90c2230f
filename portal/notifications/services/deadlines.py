"""Reminds those who have handed in nothing, a day before it is due for them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from portal.assignments.dates import DueDates
from portal.assignments.extensions import Extensions, extensions_in, personal
from portal.assignments.models import Assignment, TeamMember
from portal.assignments.selectors import assignments_of, current_spec, due_dates
from portal.assignments.teams import latest, team_size
from portal.courses.models import Course, Enrollment, Role
from portal.gradebook import policy
from portal.gradebook.selectors.ledger import lines_in, lines_of
from portal.notifications.drafts import Draft
from portal.notifications.services.notices import tell
from portal.submissions.models import Submission, SubmissionMember
from portal.submissions.parties import HANDED_IN

AHEAD = timedelta(hours=24)


def remind(*, now: datetime) -> int:
    """Tell each student once of each due date of theirs; return how many were told.

    Whoever has more time is told a day before their own end. It may run as often as
    one likes.
    """
    return sum(
        tell(_of_course(course, now), now=now)
        for course in Course.objects.order_by("pk")
    )


def _of_course(course: Course, now: datetime) -> Iterator[Draft]:
    near = [
        (one, dates)
        for one in assignments_of(course).filter(published_version__isnull=False)
        if _may_be_near(dates := due_dates(one), now) and current_spec(one).is_handed_in
    ]
    if not near:
        return
    people = course.enrollments.filter(is_active=True, role=Role.STUDENT)
    students = list(people.order_by("pk"))
    given, lines = extensions_in(course), lines_in(course, None)
    for assignment, dates in near:
        done = _handed_in(assignment)
        excused = {
            one.pk
            for one in students
            if policy.fold(None, lines_of(lines, one.pk, assignment.pk)).is_excused
        }
        own = _own_dates(assignment, dates, students, given)
        for student in students:
            due = own[student.pk].due
            is_near = due is not None and now < due <= now + AHEAD
            if due and is_near and student.pk not in done | excused:
                yield _draft(assignment, student, due, now)


def _may_be_near(dates: DueDates, now: datetime) -> bool:
    """Nobody has less time than all have, and what is hidden is not announced."""
    return dates.due is not None and dates.due <= now + AHEAD and dates.is_released(now)


def _own_dates(
    assignment: Assignment,
    dates: DueDates,
    students: list[Enrollment],
    given: Extensions,
) -> dict[int, DueDates]:
    """Return each student's dates; in a team those of who has the most time."""
    own = {one.pk: personal(dates, assignment.pk, one, given) for one in students}
    if not team_size(assignment).is_teamwork:
        return own
    teams: dict[int, list[int]] = {}
    places = TeamMember.objects.filter(assignment=assignment, left_at=None)
    for team, enrollment in places.values_list("team", "enrollment"):
        if enrollment in own:
            teams.setdefault(team, []).append(enrollment)
    for members in teams.values():
        theirs = latest(own[pk] for pk in members)
        own |= dict.fromkeys(members, theirs)
    return own


def _handed_in(assignment: Assignment) -> set[int]:
    """Return for whom something is there: their own, or their team's of now or then."""
    work = Submission.objects.filter(HANDED_IN, assignment=assignment)
    named = SubmissionMember.objects.filter(submission__in=work.values("pk"))
    teams = work.filter(team__isnull=False).values("team")
    places = TeamMember.objects.filter(team__in=teams, left_at=None)
    return {
        *work.filter(team=None).values_list("enrollment", flat=True),
        *named.values_list("enrollment", flat=True),
        *places.values_list("enrollment", flat=True),
    }


def _draft(
    assignment: Assignment, student: Enrollment, due: datetime, now: datetime
) -> Draft:
    return Draft(
        "deadline",
        f"deadline:{assignment.pk}:{due.isoformat()}",
        (student.user_id,),
        now,
        course=assignment.course,
        assignment=assignment,
        detail={"due": due.isoformat()},
    )
