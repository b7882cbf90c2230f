"""What waits for a person over all their courses, and what came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.courses.access import places_of
from portal.courses.models import STAFF, Course, Enrollment
from portal.grading.models import GradingJob
from portal.grading.selectors import latest_jobs
from portal.grading.words import Status, status_of
from portal.submissions.models import Submission
from portal.web.student.shelf import Shelf, ShelfItem, Shelves, due_soon, shelves_of

AHEAD = timedelta(days=7)
MOST_DUE = 6
MOST_BACK = 5
NUMBERS = "Nothing One Two Three Four Five Six Seven Eight Nine".split()


@dataclass(frozen=True)
class Place:
    """One course a person is in."""

    course: Course
    role: str  # with its article
    is_staff: bool
    open_count: int


@dataclass(frozen=True)
class Due:
    """One thing to be ready for, in its course's zone."""

    item: ShelfItem
    course: Course
    at: datetime

    @property
    def is_to_do(self) -> bool:
        return self.item.is_handed_in and self.item.latest is None


@dataclass(frozen=True)
class Back:
    """One submission that came back."""

    submission: Submission
    title: str
    course: Course
    job: GradingJob
    status: Status


@dataclass(frozen=True)
class Agenda:
    """Everything on the home page."""

    title: str
    lede: str
    places: tuple[Place, ...]
    due: tuple[Due, ...]
    back: tuple[Back, ...]


def agenda_of(person: User, *, now: datetime) -> Agenda:
    """Return the agenda; 6 or 7 queries, see ``shelves_of``, however many courses."""
    shelves = shelves_of(places_of(person), now=now)
    due = _due(shelves, now=now)
    soon = [one for one in due if one.at <= now + AHEAD and one.is_to_do]
    return Agenda(
        title=_title(soon, shelves),
        lede=_lede(due, shelves),
        places=tuple(_place(shelf, now=now) for shelf in shelves.each),
        due=tuple(due[:MOST_DUE]),
        back=tuple(_back(shelves)[:MOST_BACK]),
    )


def _due(shelves: Shelves, *, now: datetime) -> list[Due]:
    found = [
        Due(item, shelf.place.course, item.dates.due)
        for shelf in shelves.each
        if shelf.place.role not in STAFF
        for item in due_soon(shelf.items, now=now)
        if item.dates.due is not None
    ]
    return sorted(found, key=lambda one: one.at)


def _back(shelves: Shelves) -> list[Back]:
    """Return what was graded last: for each course the newest few are enough."""
    shown = {
        item.assignment.pk: (item.title, shelf.place.course)
        for shelf in shelves.each
        for item in shelf.items
    }
    theirs = [one for one in shelves.work if one.assignment_id in shown]
    newest = sorted(theirs, key=lambda one: one.received_at, reverse=True)
    newest = newest[: 2 * MOST_BACK * len(shelves.each)]
    jobs = latest_jobs(newest)
    found = [
        Back(one, *shown[one.assignment_id], job, status_of(job))
        for one in newest
        if (job := jobs.get(one.pk)) is not None and job.finished_at is not None
    ]
    return sorted(found, key=_came_at, reverse=True)


def _came_at(back: Back) -> datetime:
    return back.job.finished_at or back.job.created_at


def _place(shelf: Shelf, *, now: datetime) -> Place:
    place = shelf.place
    count = sum(item.is_open(now) for item in shelf.items)
    return Place(place.course, _role(place), place.role in STAFF, count)


def _role(enrollment: Enrollment) -> str:
    article = "an" if enrollment.role[0] in "aeiou" else "a"
    return f"{article} {enrollment.role}"


def _title(soon: list[Due], shelves: Shelves) -> str:
    if not shelves.each:
        return "You are in no course yet"
    if all(shelf.place.role in STAFF for shelf in shelves.each):
        return "Your courses"
    if not soon:
        return "Nothing is left to hand in this week"
    count = NUMBERS[len(soon)] if len(soon) < len(NUMBERS) else str(len(soon))
    return f"{count} thing{'' if len(soon) == 1 else 's'} to hand in this week"


def _lede(due: list[Due], shelves: Shelves) -> str:
    if not shelves.each:
        return (
            "The staff of a course put people on its roster by e-mail address. "
            "If yours should be there, tell them the address you sign in with."
        )
    done = [one for one in due if one.item.score is not None]
    if not due or not done:
        return ""
    what = "has" if len(done) == 1 else "have"
    return f"{len(done)} of {len(due)} coming up {what} a score already."
