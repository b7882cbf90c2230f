"""The people of a course as a list asks for them: counted, and found."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from portal.courses.models import Course, Enrollment, Role
from portal.courses.selectors import roster

DROPPED = "dropped"
WITHOUT = "-"  # the section of those who have none
KINDS = ("", *Role.values, DROPPED)


@dataclass(frozen=True)
class Wanted:
    """Who is asked for: by words, by section, and by role or as dropped."""

    search: str = ""
    section: str = ""
    only: str = ""


@dataclass(frozen=True)
class Counts:
    """How many are in the course, and how many of each kind are found in it."""

    here: int
    found: Mapping[str, int]  # by ``only``; "" is whoever is in the course


def counted(course: Course, wanted: Wanted) -> Counts:
    """Return how many there are, whatever role is asked for; 1 query."""
    found = _found(wanted)
    every = {f"n{n}": _count(found & _fits(kind)) for n, kind in enumerate(KINDS)}
    here = Count("pk", filter=Q(is_active=True))
    numbers = course.enrollments.aggregate(here=here, **every)
    return Counts(
        numbers["here"], {kind: numbers[f"n{n}"] for n, kind in enumerate(KINDS)}
    )


def found_people(course: Course, wanted: Wanted) -> QuerySet[Enrollment]:
    """Return whom ``wanted`` asks for, by name."""
    return roster(course).filter(_found(wanted) & _fits(wanted.only))


def _found(wanted: Wanted) -> Q:
    """Every word is in the name, the address or the section."""
    found = Q()
    for word in wanted.search.split():
        found &= (
            Q(user__name__icontains=word)
            | Q(user__email__icontains=word)
            | Q(section__name__icontains=word)
        )
    if wanted.section == WITHOUT:
        return found & Q(section=None)
    return found & Q(section__name=wanted.section) if wanted.section else found


def _fits(kind: str) -> Q:
    if kind == DROPPED:
        return Q(is_active=False)
    return Q(is_active=True, role=kind) if kind else Q(is_active=True)


def _count(condition: Q) -> Count:
    return Count("pk", filter=condition)
