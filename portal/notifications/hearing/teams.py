"""Who is invited to a team, who comes, who is taken out."""

from collections.abc import Iterable

from portal.assignments.models import Team, TeamMember
from portal.assignments.teams import members_of
from portal.audit.models import Event
from portal.courses.models import Enrollment
from portal.notifications.drafts import Draft, users_of
from portal.notifications.hearing.reading import Hearer, actor_of, key_of, named


def invited(event: Event) -> Iterable[Draft]:
    """Tell whom a member invited."""
    yield from _to(event, _people(event.data["to"]), "invited")


def joined(event: Event) -> Iterable[Draft]:
    """Tell who was put in by staff, and those who were in it already."""
    team = _team(event)
    if team is None:
        return
    newcomers = _people(event.data["who"])
    yield from _to(event, newcomers, "placed")
    others = [one for one in members_of(team) if one not in newcomers]
    yield from _to(event, others, "joined", also="others")


def left(event: Event) -> Iterable[Draft]:
    """Tell whoever staff took out; who left by themselves knows it."""
    yield from _to(event, _people(event.data["who"]), "removed")


def dissolved(event: Event) -> Iterable[Draft]:
    """Tell those who were in it until then."""
    team = _team(event)
    if team is not None:
        last = TeamMember.objects.filter(team=team, left_at=event.at)
        rows = Enrollment.objects.filter(pk__in=last.values("enrollment"))
        yield from _to(event, list(rows.select_related("user")), "dissolved")


def _to(
    event: Event, people: list[Enrollment], what: str, also: str = ""
) -> Iterable[Draft]:
    """Yield the news, but not to who did it."""
    team = _team(event)
    if team is None:
        return
    yield Draft(
        "team",
        key_of(event) + also,
        users_of(people, but=actor_of(event)),
        event.at,
        course=team.assignment.course,
        assignment=team.assignment,
        detail={"what": what, "team": team.name},
    )


def _team(event: Event) -> Team | None:
    return named(Team.objects.select_related("assignment__course"), event)


def _people(public_id: str) -> list[Enrollment]:
    rows = Enrollment.objects.filter(public_id=public_id)
    return list(rows.select_related("user"))


HEARERS: dict[str, Hearer] = {
    "team.invited": invited,
    "team.joined": joined,
    "team.left": left,
    "team.dissolved": dissolved,
}
