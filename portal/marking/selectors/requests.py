"""Reads of regrade requests: what is open in a course, what one submission has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from portal.accounts.models import User
from portal.courses.models import STAFF, Course, Enrollment
from portal.marking.models import Plan, RegradeRequest
from portal.marking.policy import window_ends
from portal.marking.released import released_at
from portal.submissions.models import Submission
from portal.submissions.parties import reader_of


@dataclass(frozen=True)
class Said:
    """One message of a request's thread; ``is_by_staff`` of those who are so now."""

    text: str
    author: User
    at: datetime
    is_by_staff: bool


@dataclass(frozen=True)
class Window:
    """Until when a regrade may be asked for; None before the release."""

    until: datetime | None
    is_open: bool


def requests_in(
    course: Course, *, is_open: bool | None = None
) -> QuerySet[RegradeRequest]:
    """Return a course's requests: the open ones oldest first, the others newest.

    Without a word of it all of them, as they came.
    """
    rows = RegradeRequest.objects.filter(submission__assignment__course=course)
    rows = rows.select_related(
        "submission__assignment__published_version",
        "submission__enrollment__user",
        "decided_by",
    ).annotate(replies=Count("messages") - 1)
    if is_open is None:
        return rows.order_by("opened_at", "pk")
    if is_open:
        return rows.filter(state="open").order_by("opened_at")
    return rows.exclude(state="open").order_by("-decided_at")


def thread_of(request: RegradeRequest) -> list[Said]:
    """Return what was said, oldest first; 1 query."""
    staff = Enrollment.objects.filter(
        course=request.submission.assignment.course_id,
        user=OuterRef("author"),
        role__in=STAFF,
        is_active=True,
    )
    rows = request.messages.select_related("author").annotate(is_staff=Exists(staff))
    return [Said(row.text, row.author, row.at, row.is_staff) for row in rows]


def open_counts(course: Course) -> Mapping[int, int]:
    """Return how many requests wait, by assignment; 1 query."""
    rows = RegradeRequest.objects.filter(
        submission__assignment__course=course, state="open"
    )
    counted = rows.values("submission__assignment").annotate(n=Count("pk"))
    return dict(counted.values_list("submission__assignment", "n"))


def window_of(
    submission: Submission, plan: Plan, *, reader: User, now: datetime
) -> Window:
    """Return whether the reader may ask for a regrade now; 1 query."""
    assignment = submission.assignment
    since = released_at(assignment, reader_of(submission, reader))
    until = window_ends(since, plan.regrade_days)
    return Window(until, until is not None and now <= until)
