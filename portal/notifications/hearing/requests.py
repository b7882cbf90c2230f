"""Regrade requests: asked, talked about, decided."""

from collections.abc import Iterable

from portal.audit.models import Event
from portal.marking.models import RegradeRequest
from portal.notifications.drafts import Draft, staff_of, users_of
from portal.notifications.hearing.reading import Hearer, actor_of, key_of, named
from portal.submissions.parties import members_of


def opened(event: Event) -> Iterable[Draft]:
    """Tell staff that somebody asks."""
    request = _request(event)
    if request is not None:
        yield _to_staff(event, request, "opened")


def replied(event: Event) -> Iterable[Draft]:
    """Tell the other side that there is a message."""
    request = _request(event)
    if request is None:
        return
    students = members_of(request.submission)
    if actor_of(event) in {str(one.user.public_id) for one in students}:
        yield _to_staff(event, request, "replied")
    else:
        yield _to_students(event, request, "replied")


def decided(event: Event) -> Iterable[Draft]:
    """Tell the student; the reason is in the thread, and only there."""
    request = _request(event)
    if request is not None:
        yield _to_students(event, request, event.verb.partition(".")[2])


def _request(event: Event) -> RegradeRequest | None:
    rows = RegradeRequest.objects.select_related(
        "submission__assignment__course", "submission__enrollment__user"
    )
    return named(rows, event)


def _to_staff(event: Event, request: RegradeRequest, what: str) -> Draft:
    course = request.submission.assignment.course
    people = staff_of(course, but=actor_of(event))
    return _draft("asked", people, event, request, what)


def _to_students(event: Event, request: RegradeRequest, what: str) -> Draft:
    people = users_of(members_of(request.submission), but=actor_of(event))
    return _draft("request", people, event, request, what)


def _draft(
    kind: str, people: tuple[int, ...], event: Event, about: RegradeRequest, what: str
) -> Draft:
    return Draft(
        kind,
        key_of(event),
        people,
        event.at,
        course=about.submission.assignment.course,
        assignment=about.submission.assignment,
        submission=about.submission,
        detail={"what": what, "request": str(about.public_id)},
    )


HEARERS: dict[str, Hearer] = {
    "regrade_request.opened": opened,
    "regrade_request.replied": replied,
    "regrade_request.accepted": decided,
    "regrade_request.declined": decided,
}
