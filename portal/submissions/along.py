"""What a submission's page asks of whoever handed it in, in the submission's query."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from portal.accounts.models import User
from portal.assignments.extensions import Extensions, newest_of
from portal.assignments.models import Extension, TeamMember
from portal.assignments.selectors import dates_along
from portal.courses.models import Enrollment
from portal.lib.listing import fixed, listed, made, whole
from portal.submissions.models import (
    QuotaBucket,
    Submission,
    SubmissionFile,
    SubmissionMember,
)


def with_circumstances(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Fetch along files, members, quota and what the assignment's dates hang on."""
    rows = with_people(rows).select_related("assignment__published_version", "author")
    return rows.annotate(**fixed(Submission, _circumstances))


def with_people(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Fetch along for whom each counts, and what more time they have."""
    return rows.annotate(**fixed(Submission, _people))


def _circumstances() -> dict[str, Subquery]:
    files = SubmissionFile.objects.filter(submission=OuterRef("pk"))
    counted = files.order_by().values("submission").annotate(count=Count("pk"))
    buckets = QuotaBucket.objects.filter(
        Q(team=OuterRef("team")) | Q(team=None, enrollment=OuterRef("enrollment")),
        assignment=OuterRef("assignment"),
    )
    mates = TeamMember.objects.filter(
        team=OuterRef("team"), left_at=None, enrollment__is_active=True
    )
    return {
        "file_count": Subquery(counted.values("count")),
        "all_buckets": whole(buckets, "assignment"),
        "all_mates": listed(mates, "team", user="enrollment__user"),
        **dates_along("assignment"),
    }


def _people() -> dict[str, Subquery]:
    members = SubmissionMember.objects.filter(submission=OuterRef("pk"))
    return {
        "all_members": _members(members),
        "all_extensions": whole(_extensions(), "assignment"),
    }


def in_circumstances(submission: Any) -> Submission:
    """Return a submission that came so, its assignment as ``with_dates`` fetches it."""
    for name in ("all_overrides", "all_sessions"):
        setattr(submission.assignment, name, getattr(submission, name))
    found: Submission = submission
    return found


def members_along(submission: Any) -> list[Enrollment]:
    """Return for whom it counts, by name, with what is asked of them; no query."""
    found = [_member(submission, **one) for one in submission.all_members or ()]
    return sorted(found, key=lambda one: (one.user.name, one.pk))


def is_own_along(submission: Any, viewer: User) -> bool:
    """Say whether the viewer was in its team then, or is in it now; no query."""
    members = {one.user_id for one in members_along(submission) if one.is_active}
    mates = {one["user"] for one in submission.all_mates or ()}
    return viewer.pk in members | mates


def bucket_along(submission: Any) -> QuotaBucket | None:
    """Return what it was paid from: the team's, or its author's; no query."""
    found: Iterable[QuotaBucket] = made(QuotaBucket, submission.all_buckets)
    team = submission.team_id
    return next((one for one in found if one.team_id == team), None)


def given_along(submission: Any) -> Extensions:
    """Return what more time there is for those it counts for; no query."""
    return newest_of(made(Extension, submission.all_extensions))


def _extensions() -> QuerySet[Extension]:
    """Return what reaches its author, or whoever was in its team."""
    members = SubmissionMember.objects.filter(submission=OuterRef(OuterRef("pk")))
    author = Enrollment.objects.filter(pk=OuterRef(OuterRef("enrollment")))
    return Extension.objects.filter(
        Q(enrollment=OuterRef("enrollment"))
        | Q(section__in=author.values("section"))
        | Q(enrollment__in=members.values("enrollment"))
        | Q(section__in=members.values("enrollment__section")),
        assignment=OuterRef("assignment"),
    )


def _members(rows: QuerySet[SubmissionMember]) -> Subquery:
    return listed(
        rows,
        "submission",
        pk="enrollment",
        public_id="enrollment__public_id",
        user="enrollment__user",
        section_id="enrollment__section",
        role="enrollment__role",
        is_active="enrollment__is_active",
        time_multiplier="enrollment__time_multiplier",
        name="enrollment__user__name",
        email="enrollment__user__email",
    )


def _member(
    submission: Submission, *, user: int, name: str, email: str, **fields: Any
) -> Enrollment:
    person = User(pk=user, name=name, email=email)
    return Enrollment(user=person, course=submission.assignment.course, **fields)
