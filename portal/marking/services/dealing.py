"""Says who grades what, and how: dealing papers, second readers, blind mode."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assessments.models import FIRST, SECOND
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.courses.models import STAFF
from portal.lib.errors import InvalidError
from portal.marking.models import Allotment, Plan
from portal.marking.policy import dealt
from portal.marking.selectors.desk import Desk, Paper
from portal.marking.services.staff import refuse_graders, refuse_strangers

LONGEST_WINDOW = 365


@transaction.atomic
def set_plan(
    assignment: Assignment,
    *,
    is_blind: bool,
    regrade_days: int,
    actor: User,
    now: datetime,
) -> Plan:
    """Say whether names are hidden, and for how long a regrade may be asked for."""
    refuse_graders(actor, assignment.course)
    if not 0 <= regrade_days <= LONGEST_WINDOW:
        raise InvalidError(f"A window has 0 to {LONGEST_WINDOW} days.")
    plan, _ = Plan.objects.update_or_create(
        assignment=assignment,
        defaults={"is_blind": is_blind, "regrade_days": regrade_days},
    )
    audit.record(
        "marking.planned",
        assignment,
        actor=actor,
        now=now,
        is_blind=is_blind,
        regrade_days=regrade_days,
    )
    return plan


@transaction.atomic
def deal(
    desk: Desk,
    graders: Sequence[User],
    *,
    check: str = "",
    actor: User,
    now: datetime,
) -> int:
    """Deal the papers that nobody has to ``graders``, evenly; return how many.

    With ``check`` only that question; what somebody has already stays theirs.
    """
    _refuse_unfit(desk, graders, check, actor)
    taken = _taken(desk.assignment, check, FIRST)
    papers = [p for p in desk.papers if not p.is_done and p.people[0].pk not in taken]
    return _deal(desk.assignment, papers, graders, check, FIRST, {}, actor, now)


@transaction.atomic
def deal_second(
    desk: Desk,
    graders: Sequence[User],
    *,
    percent: int,
    check: str = "",
    actor: User,
    now: datetime,
) -> int:
    """Deal every so many papers to a second reader, never to the first one's."""
    _refuse_unfit(desk, graders, check, actor)
    if not 1 <= percent <= 100:
        raise InvalidError("Say how many percent get a second reader: 1 to 100.")
    wanted = -(-len(desk.papers) * percent // 100)
    taken = _taken(desk.assignment, check, SECOND)
    papers = [p for p in desk.papers[:wanted] if p.people[0].pk not in taken]
    never = {p.people[0].pk: who for p in papers if (who := _first_reader(p, check))}
    return _deal(desk.assignment, papers, graders, check, SECOND, never, actor, now)


@transaction.atomic
def take_back(desk: Desk, grader: int, *, actor: User, now: datetime) -> int:
    """Take from a grader what they have not begun; return how many papers."""
    refuse_graders(actor, desk.assignment.course)
    begun = {
        paper.people[0].pk
        for paper in desk.papers
        for row in (*paper.stations, *paper.seconds)
        if row.by is not None and row.by.author_id == grader
    }
    rows = Allotment.objects.filter(assignment=desk.assignment, grader=grader)
    free = rows.exclude(enrollment__in=begun)
    count = free.values("enrollment").distinct().count()
    free.delete()
    audit.record(
        "marking.taken_back",
        desk.assignment,
        actor=actor,
        now=now,
        papers=count,
        grader=grader,
    )
    return count


@transaction.atomic
def want_second(
    assignment: Assignment, paper: Paper, *, actor: User, now: datetime
) -> None:
    """Flag a paper: somebody other than its first reader should read it as well."""
    refuse_strangers(actor, assignment.course)
    _, is_new = Allotment.objects.get_or_create(
        assignment=assignment,
        enrollment=paper.people[0],
        check_name="",
        reading=SECOND,
        defaults={"grader": None, "author": actor, "at": now},
    )
    if is_new:
        audit.record("marking.flagged", paper.submission, actor=actor, now=now)


@transaction.atomic
def unwant_second(
    assignment: Assignment, paper: Paper, *, actor: User, now: datetime
) -> None:
    """Take the flag back, as long as nobody has read it a second time."""
    refuse_strangers(actor, assignment.course)
    if any(station.by is not None for station in paper.seconds):
        raise InvalidError("A second reader has begun; what they found stays.")
    gone, _ = Allotment.objects.filter(
        assignment=assignment,
        enrollment__in=[one.pk for one in paper.people],
        reading=SECOND,
    ).delete()
    if gone:
        audit.record("marking.unflagged", paper.submission, actor=actor, now=now)


def _refuse_unfit(desk: Desk, graders: Sequence[User], check: str, actor: User) -> None:
    refuse_graders(actor, desk.assignment.course)
    staff = desk.assignment.course.enrollments.filter(role__in=STAFF, is_active=True)
    known = set(staff.values_list("user", flat=True))
    if not graders or not {one.pk for one in graders} <= known:
        raise InvalidError("Choose at least one grader of this course.")
    if check and check not in {one.name for one in desk.checks}:
        raise InvalidError("There is no such question in this assignment.")


def _taken(assignment: Assignment, check: str, reading: int) -> set[int]:
    rows = Allotment.objects.filter(assignment=assignment, reading=reading)
    return set(rows.filter(check_name=check).values_list("enrollment", flat=True))


def _first_reader(paper: Paper, check: str) -> int | None:
    """Return who reads it first: who has begun, else whose task it is."""
    for row in paper.stations:
        if check in ("", row.check.name):
            if row.by is not None:
                return row.by.author_id
            if row.grader is not None:
                return row.grader.pk
    return None


def _deal(
    assignment: Assignment,
    papers: Sequence[Paper],
    graders: Sequence[User],
    check: str,
    reading: int,
    never: dict[int, int],
    actor: User,
    now: datetime,
) -> int:
    people = [paper.people[0].pk for paper in papers]
    given = Allotment.objects.filter(
        assignment=assignment, reading=reading, check_name=check, grader__isnull=False
    )
    has = Counter(row.grader_id for row in given if row.grader_id is not None)
    found = dealt(people, [one.pk for one in graders], has=has, never=never)
    Allotment.objects.bulk_create(
        Allotment(
            assignment=assignment,
            enrollment_id=person,
            check_name=check,
            reading=reading,
            grader_id=grader,
            author=actor,
            at=now,
        )
        for person, grader in found.items()
    )
    audit.record(
        "marking.dealt",
        assignment,
        actor=actor,
        now=now,
        papers=len(found),
        graders=len(graders),
        reading=reading,
        check=check,
    )
    return len(found)
