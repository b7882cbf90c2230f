"""Compares the grades that students see with those they saw, and tells of both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Max

from portal.assignments.models import Extension
from portal.audit.models import Event
from portal.courses.models import Course, Enrollment, Role
from portal.gradebook import policy
from portal.gradebook.models import LedgerEntry
from portal.gradebook.policy import Grade
from portal.gradebook.selectors import head_of
from portal.gradebook.selectors.cells import Sheet, cells_of
from portal.gradebook.selectors.ledger import lines_of
from portal.gradebook.selectors.stamps import course_stamp
from portal.gradebook.selectors.table import released_only, sheet_of
from portal.notifications.drafts import Draft
from portal.notifications.kinds import OF_GRADES
from portal.notifications.models import Ear, Notice, Shown, Watch
from portal.notifications.policy import NEWS_FOR
from portal.notifications.services.notices import tell

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
BATCH = 500
Cells = dict[tuple[int, int], str]  # by enrollment and assignment


@dataclass(frozen=True)
class _Seen:
    """What every student sees now, and since which release."""

    values: Cells
    students: dict[int, Enrollment]
    sheet: Sheet


def look(*, now: datetime, is_forced: bool = False) -> int:
    """Look at each course with a release; return how many had something to compare.

    Where the diary has grown by nothing since, 2 queries; ``is_forced`` is for what
    time alone changes.
    """
    ear, _ = Ear.objects.get_or_create(pk=1)
    newest = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    if newest == ear.looked_to and not is_forced:
        return 0
    since = max(ear.since or LONG_AGO, now - NEWS_FOR)
    courses = Course.objects.filter(ledger__kind="release").distinct()
    looked = sum(look_at(one, since=since, now=now) for one in courses.order_by("pk"))
    Ear.objects.filter(pk=ear.pk).update(looked_to=newest)
    return looked


def look_at(course: Course, *, since: datetime, now: datetime) -> bool:
    """Tell each student what came out or changed; a release before ``since`` is known.

    False where nothing can have changed, 8 queries; else 8 more at any size.
    """
    watch, _ = Watch.objects.get_or_create(course=course)
    stamp = _stamp(course, now)
    if watch.stamp == stamp:
        return False
    seen = _seen(course, now)
    with transaction.atomic():
        won = Watch.objects.filter(pk=watch.pk, stamp=watch.stamp).update(stamp=stamp)
        if won:
            _compare(course, seen, since, now)
    return bool(won)


def _stamp(course: Course, now: datetime) -> str:
    """Return what stands for all that a student's own view is made of."""
    head = head_of(course)
    releases = course.ledger.filter(enrollment=None)
    over = Extension.objects.filter(assignment__course=course, until__lte=now)
    people = course.enrollments.filter(is_active=True, role=Role.STUDENT)
    said = (
        head.basis,
        course_stamp(course, now=now).now,
        releases.aggregate(n=Count("pk"), last=Max("pk")),
        sum(1 for one in head.columns if one.dates.due and one.dates.due <= now),
        over.count(),
        people.aggregate(n=Count("pk"), last=Max("pk")),
    )
    return sha256(repr(said).encode()).hexdigest()


def _seen(course: Course, now: datetime) -> _Seen:
    people = course.enrollments.filter(is_active=True, role=Role.STUDENT)
    students = {one.pk: one for one in people.order_by("pk")}
    sheet = sheet_of(course, now=now)
    values: Cells = {}
    for student in students.values():
        own = released_only(sheet, student)
        if own.columns:
            cells = cells_of(student, own)
            for column, cell in zip(own.columns, cells, strict=True):
                values[student.pk, column.assignment.pk] = _value(cell.grade)
    return _Seen(values, students, sheet)


def _value(grade: Grade) -> str:
    points = "-" if grade.points is None else f"{grade.points:.3f}"
    return f"{points} {grade.is_excused:d}{grade.is_incomplete:d}"


def _compare(course: Course, seen: _Seen, since: datetime, now: datetime) -> None:
    rows = Shown.objects.filter(enrollment__in=seen.students)
    before: Cells = {
        (enrollment, assignment): value
        for enrollment, assignment, value in rows.values_list(
            "enrollment", "assignment", "value"
        )
    }
    fresh = [key for key in seen.values if key not in before]
    moved = [k for k, v in seen.values.items() if k in before and before[k] != v]
    _forget([key for key in before if key not in seen.values], seen)
    _keep({key: seen.values[key] for key in [*fresh, *moved]})
    tell(_released(course, fresh, seen, since), now=now)
    tell(_changed(course, moved, seen, now), now=now)


def _keep(values: Cells) -> None:
    Shown.objects.bulk_create(
        [
            Shown(enrollment_id=enrollment, assignment_id=assignment, value=value)
            for (enrollment, assignment), value in values.items()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["enrollment", "assignment"],
        update_fields=["value"],
    )


def _forget(keys: Iterable[tuple[int, int]], seen: _Seen) -> None:
    """Take back what was told of grades that are hidden again."""
    for assignment, people in _by_assignment(keys).items():
        Shown.objects.filter(assignment=assignment, enrollment__in=people).delete()
        users = [seen.students[pk].user_id for pk in people]
        Notice.objects.filter(
            assignment=assignment, person__in=users, kind__in=OF_GRADES
        ).delete()


def _released(
    course: Course, keys: Iterable[tuple[int, int]], seen: _Seen, since: datetime
) -> Iterator[Draft]:
    """Yield the news of each release; one of long ago is known, and none."""
    groups: dict[LedgerEntry, list[int]] = defaultdict(list)
    for enrollment, assignment in keys:
        lines = policy.standing(lines_of(seen.sheet.lines, enrollment, assignment))
        line = max((x for x in lines if x.kind == "release"), key=lambda x: x.pk)
        if line.at >= since:
            groups[line].append(seen.students[enrollment].user_id)
    for line, people in groups.items():
        key = f"released:{line.assignment_id}:{line.pk}"
        about = line.assignment
        yield Draft("released", key, tuple(people), line.at, course, about)


def _changed(
    course: Course, keys: Iterable[tuple[int, int]], seen: _Seen, now: datetime
) -> Iterator[Draft]:
    about = {c.assignment.pk: c.assignment for c in seen.sheet.columns}
    for assignment, enrollments in _by_assignment(keys).items():
        people = tuple(seen.students[pk].user_id for pk in enrollments)
        key = f"changed:{assignment}:{now.isoformat()}"
        yield Draft("changed", key, people, now, course, about[assignment])


def _by_assignment(keys: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for enrollment, assignment in keys:
        found[assignment].append(enrollment)
    return found
