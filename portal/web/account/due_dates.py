"""A person's due dates as a calendar: their own, with extensions and teams."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vDuration

from portal.accounts.models import User
from portal.assignments.access import visible_assignments
from portal.assignments.dates import DueDates
from portal.assignments.extensions import Extensions, extensions_in, personal
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec, due_dates
from portal.assignments.teams import party_of, shared_dates
from portal.courses.models import STAFF, Enrollment
from portal.courses.selectors import enrollments_of

REFRESH = timedelta(hours=1)


def calendar_of(person: User, *, now: datetime) -> bytes:
    """Return an iCalendar file of what the person may see and has a due date."""
    calendar = Calendar()
    calendar.add("prodid", "-//Assay//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Due dates")
    calendar.add(
        "refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"}
    )
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for enrollment in enrollments_of(person):
        if enrollment.is_active:
            for event in _events(enrollment, now):
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(enrollment: Enrollment, now: datetime) -> Iterator[Event]:
    course = enrollment.course
    given = extensions_in(course, only=enrollment)
    for assignment in visible_assignments(enrollment.user, course, now=now):
        if assignment.published_version is None:
            continue
        dates = _dates(assignment, enrollment, given)
        if dates.due is not None:
            yield _event(assignment, course.slug, dates.due, now)


def _dates(
    assignment: Assignment, enrollment: Enrollment, given: Extensions
) -> DueDates:
    """Return when it is due for this person, or for the team they are in."""
    if enrollment.role not in STAFF and current_spec(assignment).team_max > 1:
        return shared_dates(assignment, party_of(assignment, enrollment).everybody)
    return personal(due_dates(assignment), assignment.pk, enrollment, given)


def _event(assignment: Assignment, slug: str, due: datetime, now: datetime) -> Event:
    """Return a moment: without an end, as an end has to be later than the start."""
    path = reverse("student:assignment", args=[assignment.public_id])
    event = Event()
    event.add("uid", f"{assignment.public_id}@assay")
    event.add("dtstamp", now)
    event.add("dtstart", due.astimezone(UTC))  # so that no zone need be described
    event.add("summary", f"{slug.upper()}: {current_spec(assignment).title} is due")
    event.add("url", settings.SITE_URL.rstrip("/") + path)
    event.add("transp", "TRANSPARENT")
    return event
