"""Brings a course's people in line with a roster file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.selectors import people_by_email
from portal.accounts.services import create_person
from portal.courses.models import Course, Enrollment
from portal.courses.roster import RosterRow
from portal.courses.selectors import roster
from portal.courses.services.enrollment import drop, enroll


@dataclass(frozen=True)
class RosterPlan:
    """What an import would do; ``missing`` are in the course, but not in the file."""

    added: tuple[RosterRow, ...]
    changed: tuple[tuple[RosterRow, str], ...]  # with what changes, in words
    unchanged: tuple[RosterRow, ...]
    missing: tuple[Enrollment, ...]
    returning: tuple[Enrollment, ...] = ()  # among the changed: dropped before
    renamed: tuple[tuple[RosterRow, str], ...] = ()  # with the name that stays


def plan_roster(course: Course, rows: Sequence[RosterRow]) -> RosterPlan:
    """Compare the file with the course; writes nothing."""
    present = {one.user.email.lower(): one for one in roster(course)}
    added, changed, unchanged, returning = [], [], [], []
    names = _names(rows)
    renamed = [
        (row, names[row.email])
        for row in rows
        if names.get(row.email, row.name).casefold() != row.name.casefold()
    ]
    for row in rows:
        enrollment = present.pop(row.email, None)
        if enrollment is None:
            added.append(row)
            continue
        if not enrollment.is_active:
            returning.append(enrollment)
        words = _difference(enrollment, row)
        if words:
            changed.append((row, words))
        else:
            unchanged.append(row)
    missing = tuple(e for e in present.values() if e.is_active)
    return RosterPlan(
        tuple(added),
        tuple(changed),
        tuple(unchanged),
        missing,
        tuple(returning),
        tuple(renamed),
    )


def _names(rows: Sequence[RosterRow]) -> dict[str, str]:
    """Return what the people of the file who are known here are called."""
    found = people_by_email(row.email for row in rows)
    return {email: person.name for email, person in found.items() if person.name}


@transaction.atomic
def import_roster(
    course: Course,
    rows: Sequence[RosterRow],
    *,
    drop_missing: bool = False,
    actor: User | None,
    now: datetime,
) -> RosterPlan:
    """Enroll everyone in ``rows``, making people who are new; all or nothing.

    A known person's name is theirs and stays. Nobody is deleted: who is not in the
    file is dropped if ``drop_missing``, else left alone.
    """
    plan = plan_roster(course, rows)
    wanted = [*plan.added, *(row for row, _ in plan.changed)]
    known = people_by_email(row.email for row in wanted)
    kept = {one.user.email.lower(): one for one in roster(course)}
    for row in wanted:
        person = known.get(row.email)
        if person is None:
            person = create_person(row.email, name=row.name, actor=actor, now=now)
        section = _section(row, kept.get(row.email))
        enroll(course, person, role=row.role, section=section, actor=actor, now=now)
    if drop_missing:
        for enrollment in plan.missing:
            drop(enrollment, actor=actor, now=now)
    return plan


def _difference(enrollment: Enrollment, row: RosterRow) -> str:
    section = enrollment.section.name if enrollment.section else ""
    wanted = _section(row, enrollment)
    words = []
    if not enrollment.is_active:
        words.append("back in the course")
    if enrollment.role != row.role:
        words.append(f"role {enrollment.role} → {row.role}")
    if section != wanted:
        words.append(f"section {section or 'none'} → {wanted or 'none'}")
    return ", ".join(words)


def _section(row: RosterRow, enrollment: Enrollment | None) -> str:
    """Return the section that the file wants, else the one they are in."""
    if row.section is not None:
        return row.section
    if enrollment is None or enrollment.section is None:
        return ""
    return enrollment.section.name
