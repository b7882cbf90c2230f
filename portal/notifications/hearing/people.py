"""More time for people, and their places in a session."""

from collections.abc import Iterable

from portal.assignments.models import Extension
from portal.audit.models import Event
from portal.courses.models import Enrollment, Role
from portal.meetings.models import Place
from portal.notifications.drafts import Draft, users_of
from portal.notifications.hearing.reading import Hearer, actor_of, key_of, named


def extended(event: Event) -> Iterable[Draft]:
    """Tell the person, or the whole section; to whom it was given is not said."""
    rows = Extension.objects.select_related("assignment__course", "enrollment__user")
    line = named(rows, event)
    if line is None:
        return
    yield Draft(
        "extension",
        key_of(event),
        users_of(_reached(line)),
        event.at,
        course=line.assignment.course,
        assignment=line.assignment,
        detail={"until": line.until.isoformat() if line.until else None},
    )


def placed(event: Event) -> Iterable[Draft]:
    """Confirm a place, also to whoever took it themselves."""
    yield from _of_place(event, but="")


def left(event: Event) -> Iterable[Draft]:
    """Tell whoever staff took out; who left by themselves knows it."""
    yield from _of_place(event, but=actor_of(event))


def _of_place(event: Event, *, but: str) -> Iterable[Draft]:
    rows = Place.objects.select_related(
        "assignment__course", "enrollment__user", "slot__session"
    )
    place = named(rows, event)
    if place is None:
        return
    session = place.slot.session
    yield Draft(
        "slot",
        key_of(event),
        users_of([place.enrollment], but=but),
        event.at,
        course=place.assignment.course,
        assignment=place.assignment,
        detail={
            "what": event.verb.partition(".")[2],
            "role": place.slot.role,
            "unit": session.unit,
            "starts": session.starts_at.isoformat(),
        },
    )


def _reached(line: Extension) -> Iterable[Enrollment]:
    if line.enrollment is not None:
        return [line.enrollment]
    rows = Enrollment.objects.filter(section=line.section_id, role=Role.STUDENT)
    return rows.select_related("user").order_by("pk")


HEARERS: dict[str, Hearer] = {
    "extension.given": extended,
    "extension.ended": extended,
    "place.taken": placed,
    "place.moved_up": placed,
    "place.left": left,
}
