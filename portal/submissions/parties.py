"""Whose a submission is: of one student, or of those who were in a team then."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import User
from portal.assignments.dates import DueDates
from portal.assignments.models import TeamMember
from portal.assignments.teams import Party, shared_dates
from portal.courses.models import Enrollment
from portal.courses.selectors import enrollment_of
from portal.lib.once import once
from portal.submissions.along import given_along, is_own_along, members_along
from portal.submissions.models import Source, Submission, SubmissionMember

Numbers = QuerySet[Any, Any]
HANDED_IN = ~Q(source=Source.DESK)  # else staff began it: nobody's hand-in


def counts_for(*people: Enrollment) -> Q:
    """Match what counts for these: their own, and what came with them in a team."""
    return _any_of(*_counting({"enrollment__in": people}))


def shared_with(*people: Enrollment) -> Q:
    """Match what was handed in for them, or by their team of now before they came."""
    return HANDED_IN & reaches(*people)


def reaches(*people: Enrollment) -> Q:
    """Match the same, and what staff began for them."""
    own = {"enrollment__in": people}
    return _any_of(*_counting(own), _of_teams(own))


def seen_as_own(viewer: User) -> Q:
    """Match what a person sees as theirs in the courses they are in."""
    here = {"enrollment__user": viewer, "enrollment__is_active": True}
    return _any_of(*_counting(here), _of_teams(here))


def _counting(whose: dict[str, Any]) -> tuple[Numbers, Numbers]:
    """Return their own submissions, and what came with them in a team."""
    named = SubmissionMember.objects.filter(**whose)
    return Submission.objects.filter(**whose).values("pk"), named.values("submission")


def _of_teams(whose: dict[str, Any]) -> Numbers:
    """Return what the teams handed in that they are in now."""
    places = TeamMember.objects.filter(**whose, left_at=None)
    return Submission.objects.filter(team__in=places.values("team")).values("pk")


def _any_of(first: Numbers, *others: Numbers) -> Q:
    """Match what is in any; one OR of all would look at every submission there is."""
    return Q(pk__in=first.union(*others, all=True))


def of_party(party: Party, prefix: str = "") -> dict[str, Any]:
    """Return what filters the hand-ins of a party: the team's, or one's own alone."""
    return _of(party.enrollment, party.team, prefix)


def of_same_party(submission: Submission, prefix: str = "") -> dict[str, Any]:
    """Return what filters the hand-ins of whoever handed this one in."""
    return _of(submission.enrollment_id, submission.team_id, prefix)


@once
def members_of(submission: Submission) -> list[Enrollment]:
    """Return for whom it counts, by name; 1 query, none where one person did it."""
    if submission.team_id is None:
        return [submission.enrollment]
    if hasattr(submission, "all_members"):
        return members_along(submission)
    found = Enrollment.objects.filter(team_submissions__submission=submission)
    return list(found.select_related("user").order_by("user__name", "pk"))


def members_by_submission(
    submissions: Sequence[Submission],
) -> dict[int, list[Enrollment]]:
    """Return for whom each counts; 1 query, none where nothing came from a team."""
    teamwork = [one.pk for one in submissions if one.team_id is not None]
    found = {one.pk: [one.enrollment] for one in submissions if one.team_id is None}
    if teamwork:
        rows = SubmissionMember.objects.filter(submission__in=teamwork)
        for row in rows.select_related("enrollment__user").order_by(
            "enrollment__user__name", "enrollment"
        ):
            found.setdefault(row.submission_id, []).append(row.enrollment)
    return found


def counting_for(enrollment: Enrollment, submissions: Sequence[Submission]) -> set[int]:
    """Return which of these count for the person; 1 query, none without a team."""
    if all(hasattr(one, "is_named") for one in submissions):
        return {one.pk for one in submissions if _is_for(enrollment, one)}
    own = {one.pk for one in submissions if one.enrollment_id == enrollment.pk}
    others = [one.pk for one in submissions if one.pk not in own]
    if others:
        named = SubmissionMember.objects.filter(
            enrollment=enrollment, submission__in=others
        )
        own |= set(named.values_list("submission", flat=True))
    return own


def with_named(
    rows: QuerySet[Submission], enrollment: Enrollment
) -> QuerySet[Submission]:
    """Fetch along whether it names the person, which ``counting_for`` asks."""
    here = SubmissionMember.objects.filter(
        submission=OuterRef("pk"), enrollment=enrollment
    )
    return rows.annotate(is_named=Exists(here))


def dates_of(submission: Submission) -> DueDates:
    """Return the dates it is judged by: of a team, those of who has the most time."""
    assignment, people = submission.assignment, members_of(submission)
    if not hasattr(submission, "all_extensions"):
        return shared_dates(assignment, people)
    return shared_dates(assignment, people, given_along(submission))


@once
def is_own(submission: Submission, viewer: User) -> bool:
    """Say whether it is the viewer's: they handed it in, or are or were in its team."""
    if submission.enrollment.user_id == viewer.pk:
        return True
    if submission.team_id is None:
        return False
    if hasattr(submission, "all_mates"):
        return is_own_along(submission, viewer)
    mine = Submission.objects.filter(seen_as_own(viewer), pk=submission.pk)
    return mine.exists()


def reader_of(submission: Submission, viewer: User) -> Enrollment:
    """Return from whose place it is read: of a team, the viewer's own if in it.

    History, grade and release are personal even where the work was common.
    """
    if submission.enrollment.user_id == viewer.pk or not is_own(submission, viewer):
        return submission.enrollment
    return enrollment_of(viewer, submission.assignment.course) or submission.enrollment


def _is_for(enrollment: Enrollment, submission: Any) -> bool:
    return submission.enrollment_id == enrollment.pk or bool(submission.is_named)


def _of(enrollment: Any, team: Any, prefix: str) -> dict[str, Any]:
    if team is None:
        return {f"{prefix}enrollment": enrollment, f"{prefix}team": None}
    return {f"{prefix}team": team}
