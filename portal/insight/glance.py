"""What a dashboard counts of a course, in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from portal.courses.models import Course
from portal.courses.selectors import meetings
from portal.gradebook.selectors import Column
from portal.insight import classwork, needs, queue
from portal.lib.together import Found, Part, part, together
from portal.marking.selectors import overview
from portal.similarity import selectors as similarity

WEEK = "week"


@dataclass(frozen=True)
class Week:
    """How many sessions there are, and how many have begun."""

    begun: int
    sessions: int


@dataclass(frozen=True)
class Glance:
    """What waits in a course, who has handed in, and how its pools do."""

    requests: needs.Requests
    broken: Sequence[needs.Broken]
    flagged: Sequence[needs.Flagged]
    papers: Sequence[overview.Waiting]
    alike: Sequence[similarity.Waiting]
    handed_in: Mapping[str, int]  # people, by assignment
    pools: Sequence[queue.PoolLine]
    week: Week


def glance_at(
    course: Course,
    columns: Iterable[Column],
    due: Iterable[Column],
    *,
    now: datetime,
) -> Glance:
    """Return the figures; who has handed in, of ``due`` alone; 1 query."""
    columns = list(columns)
    names = queue.pool_names(columns)
    found = together(
        _week_part(course, now),
        needs.requests_part(course),
        needs.broken_part(course),
        needs.flagged_part(course),
        overview.scored_part(one.assignment for one in columns),
        similarity.waiting_part(course),
        classwork.people_part(course, [one.assignment for one in due]),
        *queue.pool_parts(course, names, now=now),
    )
    return Glance(
        needs.requests_of(found),
        needs.broken_of(found),
        needs.flagged_of(found),
        overview.waiting_of(found, [(one.assignment, one.title) for one in columns]),
        similarity.waiting_of(found),
        classwork.people_of(found),
        queue.pools_of(found, names, now=now),
        _week_of(found),
    )


def _week_part(course: Course, now: datetime) -> Part:
    begun = Count("pk", filter=Q(starts_at__lte=now))
    return part(WEEK, meetings(course), "course__slug", begun=begun, all=Count("pk"))


def _week_of(found: Found) -> Week:
    (said,) = [said for _, said in found[WEEK]] or [{"begun": 0, "all": 0}]
    return Week(said["begun"], said["all"])
