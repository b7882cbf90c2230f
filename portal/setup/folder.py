"""Makes a course what a folder says, in one transaction; the folder is only read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from graders.spec import CourseSpec, load_course
from portal.accounts.models import User
from portal.assignments import services as assignments
from portal.assignments.dates import work_out
from portal.assignments.models import Assignment, Override
from portal.assignments.proofs import read_proof
from portal.assignments.selectors import current_overrides, term_of
from portal.courses.models import Course
from portal.courses.selectors import course_by_key, meetings
from portal.courses.services import CourseChange, sync_course
from portal.gradebook.services import sync_categories
from portal.grading.lateness import APPLIED_RULES
from portal.lib.errors import InvalidError
from portal.meetings.services import SlotsChange, sync_slots
from portal.setup.dates import refuse_disorder
from portal.setup.moved import Moved, dues_of, moved_since
from portal.setup.totals import Shift, shift_between, totals_of


@dataclass(frozen=True)
class Wishes:
    """What is asked of a load; ``only`` refuses a folder of any other course.

    ``trusts_folder``: a proof that lies in the folder counts, not only the site's own.
    """

    start: date | None = None
    unproven_reason: str = ""
    drop_overrides: tuple[str, ...] = ()  # FIELD, or SLUG.FIELD
    is_dry_run: bool = False
    only: Course | None = None
    is_new: bool = False  # refuse a course that is here
    trusts_folder: bool = True
    # Why one of them is published unproven, by slug; ahead of ``unproven_reason``.
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Loaded:
    """What a load did, or with ``is_dry_run`` would do."""

    course: CourseChange
    categories: tuple[str, ...]
    changes: tuple[assignments.AssignmentChange, ...]
    removed: tuple[Assignment, ...]
    dropped: tuple[str, ...]
    overrides: tuple[Override, ...]
    refusals: dict[str, str]  # by version digest: why nothing proves it
    moved: tuple[Moved, ...] = ()  # due dates, after work came
    shift: Shift | None = None  # of totals; worked out in a dry run
    slots: tuple[tuple[Assignment, SlotsChange], ...] = ()
    sessions: tuple[datetime, ...] = ()  # when each begins


def load(
    folder: Path, wishes: Wishes, *, actor: User | None = None, now: datetime
) -> Loaded:
    """Read the folder and sync it; if it is wrong, SpecError and nothing changed."""
    spec = load_course(folder)
    _refuse_unapplied(spec)
    _refuse_other(spec, wishes)
    if not wishes.is_dry_run:
        for item in spec.assignments:
            assignments.store_files(item)
    with transaction.atomic():
        loaded = _sync(spec, wishes, actor, now)
        if wishes.is_dry_run:
            transaction.set_rollback(True)
    return loaded


def _refuse_unapplied(spec: CourseSpec) -> None:
    """A rule that would be kept and not applied gives wrong grades: say so instead."""
    for number, rule in enumerate(spec.late, start=1):
        if rule.rule not in APPLIED_RULES:
            allowed = ", ".join(APPLIED_RULES)
            raise InvalidError(
                f"course.toml, late[{number}].rule: this portal can't apply "
                f"{rule.rule!r} yet; use one of: {allowed}."
            )


def _refuse_other(spec: CourseSpec, wishes: Wishes) -> None:
    only = wishes.only
    if wishes.is_new and course_by_key(spec.slug, spec.term) is not None:
        raise InvalidError(
            f"There is a course {spec.slug}:{spec.term} here; its instructors load its "
            "folder on its own page. Change slug or term in course.toml for another."
        )
    if only is not None and (only.slug, only.term) != (spec.slug, spec.term):
        raise InvalidError(
            f"This is the folder of {spec.slug}:{spec.term}, and the course here is "
            f"{only.slug}:{only.term}; change slug and term in course.toml, or load it "
            "as a course of its own."
        )


def _sync(
    spec: CourseSpec, wishes: Wishes, actor: User | None, now: datetime
) -> Loaded:
    known = course_by_key(spec.slug, spec.term)
    before = dues_of(known)
    totals = totals_of(known, now=now) if wishes.is_dry_run else {}
    change = sync_course(spec, start=wishes.start, actor=actor, now=now)
    course = change.course
    categories = sync_categories(course, spec, actor=actor, now=now)
    inside = (spec.folder / "proofs",) if wishes.trusts_folder else ()
    proofs = (settings.PROOFS, *inside)
    reads = {item.digest: read_proof(item, proofs) for item in spec.assignments}
    slugs = [item.slug for item in spec.assignments]
    there = assignments.known_in(course, reads)
    assignments.put_in_order(there, slugs)
    changes = tuple(
        assignments.sync_assignment(
            course,
            item,
            position=position,
            proof=reads[item.digest].proof,
            unproven_reason=wishes.reasons.get(item.slug, wishes.unproven_reason),
            known=there,
            actor=actor,
            now=now,
        )
        for position, item in enumerate(spec.assignments)
    )
    _refuse_disorder(spec, course)
    removed = assignments.remove_missing(course, slugs, actor=actor, now=now)
    here = [change.assignment for change in changes]
    given = _overrides(changes)
    dropped = _drop_overrides(slugs, given, wishes.drop_overrides, actor, now)
    kept = tuple(line for name, line in given.items() if name not in dropped)
    return Loaded(
        change,
        tuple(categories),
        changes,
        tuple(removed),
        dropped,
        kept,
        refusals={digest: read.refusal for digest, read in reads.items()},
        moved=moved_since(before, course),
        shift=shift_between(totals, totals_of(course, now=now)) if totals else None,
        slots=_slots(spec, here, actor, now),
        sessions=tuple(meetings(course).values_list("starts_at", flat=True)),
    )


def _slots(
    spec: CourseSpec, here: list[Assignment], actor: User | None, now: datetime
) -> tuple[tuple[Assignment, SlotsChange], ...]:
    """Open the slots of presentations; return where anything came of it."""
    found = (
        (assignment, sync_slots(assignment, actor=actor, now=now))
        for item, assignment in zip(spec.assignments, here, strict=True)
        if item.kind == "presentation"
    )
    return tuple((assignment, change) for assignment, change in found if change.words)


def _refuse_disorder(spec: CourseSpec, course: Course) -> None:
    """Dates that hang on sessions can be put in order only where the sessions are."""
    term = term_of(course)
    for item in spec.assignments:
        try:
            refuse_disorder(work_out(item, {}, term))
        except InvalidError as error:
            raise InvalidError(f"{item.slug}: {error.sentence}") from error


def _overrides(
    changes: Iterable[assignments.AssignmentChange],
) -> dict[str, Override]:
    """Return the overrides that hold, by SLUG.FIELD; what is new has none."""
    return {
        f"{change.assignment.slug}.{field}": line
        for change in changes
        if change.word != "added"
        for field, line in current_overrides(change.assignment).items()
    }


def _drop_overrides(
    slugs: Collection[str],
    given: Mapping[str, Override],
    names: tuple[str, ...],
    actor: User | None,
    now: datetime,
) -> tuple[str, ...]:
    for name in names:
        slug, _, field = name.rpartition(".")
        if field not in assignments.FIELDS or (slug and slug not in slugs):
            raise InvalidError(
                f"{name!r} names no override; allowed: "
                f"{', '.join(assignments.FIELDS)}, or ASSIGNMENT.FIELD."
            )
    dropped = {
        name: line for name, line in given.items() if {name, line.field} & set(names)
    }
    for line in dropped.values():
        assignments.end_override(
            line.assignment,
            line.field,
            reason="dropped by a load",
            actor=actor,
            now=now,
        )
    return tuple(dropped)
