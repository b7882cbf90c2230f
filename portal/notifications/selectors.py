"""Reads of notices: how many are unread, what each says now, who wants what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec, due_dates, with_dates
from portal.courses.models import STAFF, Enrollment
from portal.gradebook import policy
from portal.gradebook.models import LedgerEntry
from portal.notifications import words
from portal.notifications.access import visible_notices
from portal.notifications.kinds import KINDS, OF_GRADES, OF_STAFF, Audience, Kind
from portal.notifications.models import Notice, Preference


@dataclass(frozen=True)
class Told:
    """A notice with its words, as its reader may see them now."""

    notice: Notice
    sentence: str
    path: str
    look: words.Look

    @property
    def is_unread(self) -> bool:
        return self.notice.read_at is None


def unread_count(viewer: User) -> int:
    """Return how many of one's notices wait to be read; 1 query.

    Every page asks: of whoever is signed in by a session it is known where none do.
    """
    if not getattr(viewer, "has_unread", True):
        return 0
    return visible_notices(viewer).order_by().filter(read_at=None).count()


def told(viewer: User, notices: Iterable[Notice], *, now: datetime) -> list[Told]:
    """Return what ``notices`` say to ``viewer``; at most 6 queries however many.

    Left out is what the reader may not know now: an assignment that is hidden again,
    a grade that is not out any more.
    """
    rows = list(notices)
    about = _assignments(rows)
    hidden = _hidden(viewer, rows)
    return [
        Told(one, _sentence(one, about), words.path(one), words.LOOKS[one.kind])
        for one in rows
        if one not in hidden and _is_open(one, about, now)
    ]


def _assignments(rows: Sequence[Notice]) -> dict[int, Assignment]:
    wanted = {one.assignment_id for one in rows if one.assignment_id}
    found = with_dates(Assignment.objects.filter(pk__in=wanted)) if wanted else ()
    return {one.pk: one for one in found}


def _sentence(notice: Notice, about: dict[int, Assignment]) -> str:
    assignment = about.get(notice.assignment_id or 0)
    title = current_spec(assignment).title if assignment else ""
    return words.sentence(notice, title)


def _is_open(notice: Notice, about: dict[int, Assignment], now: datetime) -> bool:
    """Say whether its reader may know of the assignment; staff always do."""
    assignment = about.get(notice.assignment_id or 0)
    if assignment is None:
        return notice.assignment_id is None
    if notice.kind in OF_STAFF:
        return True
    is_published = assignment.published_version is not None
    return is_published and due_dates(assignment).is_released(now)


def _hidden(viewer: User, rows: Sequence[Notice]) -> set[Notice]:
    """Return those of grades that are not out at this moment; 2 queries, or none."""
    grades = [one for one in rows if one.kind in OF_GRADES]
    if not grades:
        return set()
    own = Enrollment.objects.filter(
        user=viewer, course__in={one.course_id for one in grades}
    )
    lines: dict[int | None, list[LedgerEntry]] = {}
    about = {one.assignment_id for one in grades}
    found = LedgerEntry.objects.filter(
        Q(enrollment=None) | Q(enrollment__in=own), assignment__in=about
    )
    for line in found.order_by("pk"):
        lines.setdefault(line.assignment_id, []).append(line)
    return {
        one
        for one in grades
        if not policy.fold(None, lines.get(one.assignment_id, [])).is_released
    }


def full(viewer: User) -> list[Notice]:
    """Return the newest of one's notices with all that words need; 1 query."""
    rows = visible_notices(viewer).select_related("course", "submission", "assignment")
    return list(rows[:MOST_SHOWN])


MOST_SHOWN = 100


def kinds_for(person: User) -> list[Kind]:
    """Return the kinds that can reach this person by what they are now; 1 query."""
    here = Enrollment.objects.filter(user=person, is_active=True)
    roles = set(here.values_list("role", flat=True))
    audiences = {Audience.STUDENT} if roles - set(STAFF) or not roles else set()
    if roles & set(STAFF):
        audiences.add(Audience.STAFF)
    if person.is_ops:
        audiences.add(Audience.OPS)
    return [kind for kind in KINDS.values() if kind.audience in audiences]


def wishes_of(person: User) -> dict[str, str]:
    """Return how the person wants each kind, the default where they said nothing."""
    said = Preference.objects.filter(person=person)
    chosen = dict(said.values_list("kind", "channel"))
    return {slug: chosen.get(slug, kind.default.value) for slug, kind in KINDS.items()}
