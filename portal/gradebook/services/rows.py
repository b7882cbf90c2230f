"""Keeps students' rows as they were worked out, and works them out anew."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from portal.courses.models import Course, Enrollment, Role
from portal.gradebook.models import GradeRow, GradeTable
from portal.gradebook.selectors.cells import Sheet
from portal.gradebook.selectors.head import Head, head_of
from portal.gradebook.selectors.packing import packed
from portal.gradebook.selectors.stamps import course_stamp, row_stamps
from portal.gradebook.selectors.table import row_of, sheet_of
from portal.gradebook.selectors.work import dates_of
from portal.gradebook.stored import flat
from portal.grading.lateness import is_late
from portal.lib.once import one_page

VALUES = ("cells", "percent", "rounded", "letter")
MADE_OF = ("basis", "stamp", "stale_at")
BATCH = 500


def refresh_rows(course: Course, *, now: datetime, head: Head | None = None) -> int:
    """Bring the stored rows up to date; return how many had to be computed.

    Where nothing changed since, 1 query. Safe to run twice, or by two at once.
    """
    head = head or head_of(course)
    if course_stamp(course, now=now).is_right(head.basis):
        return 0
    # What this page read before is not what the stamps stand for: ask anew.
    with transaction.atomic(), one_page():
        GradeTable.objects.get_or_create(course=course)
        table = GradeTable.objects.select_for_update().get(course=course)
        # Read before the work: what changes meanwhile is found the next time.
        stamp, stamps = course_stamp(course, now=now).now, row_stamps(course)
        old = _old(course, head, stamps, now)
        _keep(_computed(course, head, old, stamps, now))
        table.basis, table.stamp = head.basis, stamp
        table.stale_at = _next_change(course)
        table.save()
    return len(old)


@transaction.atomic
def rebuild_rows(*, now: datetime) -> tuple[int, int]:
    """Compute every stored row anew; return how many there are, how many changed.

    Of rows that were up to date none may change.
    """
    total = changed = 0
    for course in Course.objects.order_by("pk"):
        before = _stored(course)
        GradeTable.objects.filter(course=course).delete()
        GradeRow.objects.filter(enrollment__course=course).delete()
        total += refresh_rows(course, now=now)
        after = _stored(course)
        changed += sum(after[pk] != before.get(pk, after[pk]) for pk in after)
    return total, changed


def _old(
    course: Course, head: Head, stamps: dict[int, str], now: datetime
) -> list[Enrollment]:
    """Return the students whose row was made of something else."""
    rows = GradeRow.objects.filter(enrollment__course=course)
    right = {
        pk
        for pk, basis, stamp, stale_at in rows.values_list("enrollment", *MADE_OF)
        if (basis, stamp) == (head.basis, stamps.get(pk))
        and (stale_at is None or now <= stale_at)
    }
    students = course.enrollments.filter(is_active=True, role=Role.STUDENT)
    return [one for one in students.order_by("pk") if one.pk not in right]


def _computed(
    course: Course,
    head: Head,
    old: Collection[Enrollment],
    stamps: dict[int, str],
    now: datetime,
) -> Iterable[GradeRow]:
    if not old:
        return
    only = next(iter(old)) if len(old) == 1 else None
    sheet = sheet_of(course, only=only, now=now)
    for enrollment in old:
        row = row_of(enrollment, sheet)
        yield GradeRow(
            enrollment=enrollment,
            cells=flat(packed(row.cells)),
            percent=row.grade.percent,
            rounded=row.grade.rounded,
            letter=row.grade.letter,
            basis=head.basis,
            stamp=stamps[enrollment.pk],
            stale_at=_stale_at(enrollment, sheet),
        )


def _stale_at(enrollment: Enrollment, sheet: Sheet) -> datetime | None:
    """Return when the next thing that was not handed in turns into a 0."""
    if not sheet.rules.makes_missing_zero:
        return None
    ends = []
    for column in sheet.columns:
        is_there = (enrollment.pk, column.assignment.pk) in sheet.work.handed_in
        if is_there or not column.is_handed_in:
            continue
        due = dates_of(column, enrollment, sheet.given).due
        if due is None or is_late(sheet.now, due, column.lateness):
            continue
        ends.append(due + column.lateness.grace)
    return min(ends, default=None)


def _keep(rows: Iterable[GradeRow]) -> None:
    GradeRow.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["enrollment"],
        update_fields=[*VALUES, *MADE_OF],
    )


def _next_change(course: Course) -> datetime | None:
    rows = GradeRow.objects.filter(enrollment__course=course)
    first: datetime | None = rows.aggregate(first=Min("stale_at"))["first"]
    return first


def _stored(course: Course) -> dict[int, tuple[object, ...]]:
    rows = GradeRow.objects.filter(enrollment__course=course)
    return {pk: values for pk, *values in rows.values_list("enrollment", *VALUES)}
