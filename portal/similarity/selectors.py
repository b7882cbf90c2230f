"""Reads of comparisons, their pairs, and whose submissions those are."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.access import staffed_courses
from portal.courses.models import Course
from portal.lib import store
from portal.lib.listing import instant
from portal.lib.together import Found, Part, part
from portal.marking.models import Plan
from portal.marking.papers import drawn_names, names_in
from portal.similarity.models import (
    THRESHOLD,
    CaseState,
    Comparison,
    Entry,
    Note,
    Pair,
    RunState,
    Threshold,
)
from portal.submissions.models import Submission
from portal.submissions.parties import members_by_submission

WAITING = "pairs"


@dataclass(frozen=True)
class Waiting:
    """How many open pairs of an assignment wait, and in which comparison."""

    slug: str
    count: int
    comparison: str
    ended_at: datetime | None


@dataclass(frozen=True)
class Face:
    """Whose a submission is, as the viewer may know it."""

    name: str
    term: str = ""  # of another course's term
    is_known: bool = True  # its page may be opened
    hide: tuple[str, ...] = ()  # names to cover in its files


@dataclass(frozen=True)
class SheetFile:
    """One file as it was compared; ``more`` lines are not kept."""

    path: str
    lines: tuple[str, ...]
    more: int
    is_notebook: bool
    is_cut: bool


def threshold_of(assignment: Assignment) -> int:
    """Return from how many percent a pair waits for staff; 1 query."""
    found = Threshold.objects.filter(assignment=assignment).first()
    return found.percent if found else THRESHOLD


def comparisons_of(assignment: Assignment) -> QuerySet[Comparison]:
    """Return an assignment's comparisons, newest first, with how many came in."""
    return (
        Comparison.objects.filter(assignment=assignment)
        .select_related("asked_by")
        .annotate(
            inside=Count("entries", filter=Q(entries__left_out="")),
            outside=Count("entries", filter=~Q(entries__left_out="")),
        )
        .order_by("-pk")
    )


def newest_done(course: Course) -> QuerySet[Comparison]:
    """Return the newest whole comparison of each assignment of a course."""
    newest = (
        Comparison.objects.filter(
            assignment__course=course,
            assignment__is_removed=False,
            state=RunState.DONE,
        )
        .values("assignment")
        .annotate(newest=Max("pk"))
    )
    return Comparison.objects.filter(pk__in=newest.values("newest"))


def waiting_part(course: Course) -> Part:
    """Return what ``waiting_of`` reads, to be asked with others."""
    bound = Coalesce(
        F("comparison__assignment__similarity_threshold__percent"), THRESHOLD
    )
    rows = Pair.objects.filter(
        comparison__in=newest_done(course).values("pk"), case__state=CaseState.OPEN
    )
    return part(
        WAITING,
        rows.annotate(bound=bound).filter(most__gte=F("bound") / 100.0),
        "comparison__assignment__slug",
        count=Count("pk"),
        comparison="comparison__public_id",
        ended_at="comparison__ended_at",
    )


def waiting_of(found: Found) -> list[Waiting]:
    """Return what ``waiting_part`` found, by assignment; no query."""
    return [
        Waiting(
            slug,
            said["count"],
            str(UUID(said["comparison"])),
            instant(said["ended_at"]) if said["ended_at"] else None,
        )
        for slug, said in sorted(found[WAITING], key=lambda line: line[0])
    ]


def pairs_of(comparison: Comparison, *, state: str = "") -> QuerySet[Pair]:
    """Return its pairs, the most alike first, all or those in one state."""
    rows = comparison.pairs.select_related(
        "case",
        *(
            f"{side}__submission__{path}"
            for side in ("first", "second")
            for path in ("enrollment__user", "assignment__course")
        ),
    )
    if state:
        rows = rows.filter(case__state=state)
    return rows.order_by("place")


def state_counts(comparison: Comparison) -> dict[str, int]:
    """Return how many pairs are in each state; 1 query."""
    rows = comparison.pairs.values("case__state").annotate(n=Count("pk"))
    return dict(rows.values_list("case__state", "n"))


def left_out_of(comparison: Comparison) -> QuerySet[Entry]:
    """Return who was not compared, in whole or with one of their files."""
    return (
        comparison.entries.filter(~Q(left_out="") | ~Q(notes=[]))
        .select_related(
            "submission__enrollment__user", "submission__assignment__course"
        )
        .order_by("pk")
    )


def neighbours(pair: Pair) -> tuple[Pair | None, Pair | None]:
    """Return the pairs before and after in the ranking; 1 query."""
    beside = Pair.objects.filter(
        comparison=pair.comparison_id, place__in=(pair.place - 1, pair.place + 1)
    )
    found = {one.place: one for one in beside}
    return found.get(pair.place - 1), found.get(pair.place + 1)


def notes_of(pair: Pair) -> QuerySet[Note]:
    """Return the notes of a pair's case, oldest first."""
    return Note.objects.filter(case=pair.case_id).select_related("author")


def is_blind(assignment: Assignment) -> bool:
    """Say whether this assignment is graded without names; 1 query."""
    return Plan.objects.filter(assignment=assignment, is_blind=True).exists()


def faces_of(
    submissions: Iterable[Submission],
    assignment: Assignment,
    viewer: User,
    *,
    is_blind: bool,
) -> Mapping[int, Face]:
    """Return whose each submission is, by its row number; 2 to 3 queries at any size.

    In blind mode by the names drawn by lot. Who is not staff of another term learns no
    name of it.
    """
    listed = list({one.pk: one for one in submissions}.values())
    members = members_by_submission(listed)
    drawn = drawn_names(assignment) if is_blind else {}
    mine = {one.assignment.course_id for one in listed} - {assignment.course_id}
    if mine:
        staffed = staffed_courses(viewer).filter(pk__in=mine)
        mine -= set(staffed.values_list("pk", flat=True))
    faces = {}
    for one in listed:
        people = members.get(one.pk) or [one.enrollment]
        course = one.assignment.course
        is_other = course.pk != assignment.course_id
        hide = [n for who in people for n in names_in(who.user.name, who.user.email)]
        if course.pk in mine:
            face = Face("A student", course.term, False, tuple(hide))
        elif is_blind:
            names = [drawn.get(who.pk, "A student") for who in people]
            term = course.term if is_other else ""
            face = Face(", ".join(names), term, False, tuple(hide))
        else:
            names = [who.user.name or who.user.email for who in people]
            face = Face(", ".join(names), course.term if is_other else "")
        faces[one.pk] = face
    return faces


def sheet_of(entry: Entry) -> Sequence[SheetFile]:
    """Return a submission's code as it was compared; no query."""
    if not entry.sha256:
        return ()
    try:
        files = json.loads(store.read(entry.sha256))["files"]
    except FileNotFoundError:
        return ()
    return tuple(
        SheetFile(
            one["path"],
            tuple(one["lines"]),
            one["more"],
            one["is_notebook"],
            one["is_cut"],
        )
        for one in files
    )
