"""The columns of the table: assignments with their rules and dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from graders.spec import spec_from_json
from portal.assignments.dates import DueDates, work_out
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_overrides
from portal.courses.models import Course
from portal.gradebook import policy
from portal.gradebook.policy import Cap, CategoryRules, ItemRules
from portal.gradebook.selectors.ledger import Lines
from portal.gradebook.selectors.rules import Rules
from portal.grading.lateness import Lateness, lateness_of

# Of an object's keys that come twice the last one counts. As text: a subquery a field
# took Django longer to put together than a database to answer.
_HOLDS = {
    "postgresql": """
        SELECT jsonb_object_agg(field, value ORDER BY id) FROM assignments_override
        WHERE assignment_id = assignments_assignment.id
        """,
    "sqlite": """
        SELECT json_group_object(field, json(value)) FROM (
            SELECT field, value FROM assignments_override
            WHERE assignment_id = assignments_assignment.id ORDER BY id)
        """,
}


@dataclass(frozen=True)
class Column:
    """One assignment of the table; ``dates`` are those that everybody has."""

    assignment: Assignment
    title: str
    category: str
    kind: str
    max_points: float
    counts: str
    lateness: Lateness
    is_released: bool
    rules: ItemRules
    caps: Mapping[str, float]  # by check, the percent it caps at
    dates: DueDates
    is_teamwork: bool = False
    is_handed_in: bool = True  # else people give the points

    def caps_of(self, lines: Iterable[Mapping[str, Any]]) -> tuple[Cap, ...]:
        """Return the caps that hold for a score's lines: those whose check failed."""
        return tuple(
            Cap(self.caps[line["name"]], line["title"])
            for line in lines
            if line["name"] in self.caps and line["state"] in ("failed", "gate_failed")
        )


def columns_of(course: Course, lines: Lines, rules: Rules) -> tuple[Column, ...]:
    """Return the published assignments in folder order; 1 query."""
    return columns_in([course], lines, {course.pk: rules})[course.pk]


def columns_in(
    courses: Sequence[Course], lines: Lines, rules: Mapping[int, Rules]
) -> dict[int, tuple[Column, ...]]:
    """Return each course's columns, by its number; 1 query for all."""
    known = {course.pk: course for course in courses}
    published = Assignment.objects.filter(
        course__in=known, published_version__isnull=False, is_removed=False
    )
    found: dict[int, tuple[Column, ...]] = dict.fromkeys(known, ())
    for one in with_overrides(published.order_by("position", "slug")):
        pk = one.course_id
        found[pk] = (*found[pk], column_of(one, known[pk], lines, rules[pk]))
    return found


def with_overrides(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Fetch along, as ``overridden``, the override that holds for each field."""
    holds = RawSQL(_HOLDS[connection.vendor], (), JSONField())  # noqa: S611 - our text
    return assignments.select_related("published_version").annotate(overridden=holds)


def column_of(
    assignment: Assignment, course: Course, lines: Lines, rules: Rules
) -> Column:
    """Return the column of a published assignment.

    No query where ``with_overrides`` fetched it, or ``with_dates`` of its own app.
    """
    version = assignment.published_version
    if version is None:
        raise ValueError("a column has a published version")
    assignment.course = course
    spec = spec_from_json(version.spec)
    overrides = _overrides_of(assignment)
    grade = policy.fold(None, lines.get((None, assignment.pk), []))
    category = rules.by_category.get(spec.category, CategoryRules(spec.category))
    return Column(
        assignment=assignment,
        title=str(overrides.get("title", spec.title)),
        category=spec.category,
        kind=spec.kind,
        max_points=spec.points,
        counts=spec.submit.counts,
        lateness=lateness_of(
            course.policy, category=spec.category, assignment=spec.slug
        ),
        is_released=grade.is_released,
        rules=ItemRules(spec.points, category.marks, spec.pass_mark),
        caps={
            cap["check"]: cap["percent"]
            for cap in course.policy.get("caps", ())
            if cap["assignment"] == spec.slug
        },
        dates=work_out(spec, overrides, rules.term),
        is_teamwork=spec.team_max > 1,
        is_handed_in=spec.is_handed_in,
    )


def _overrides_of(assignment: Any) -> Mapping[str, Any]:
    """Return what holds beside the version, by field."""
    if hasattr(assignment, "overridden"):
        given = assignment.overridden or {}
        return {field: value for field, value in given.items() if value}
    held = current_overrides(assignment)
    return {field: line.value for field, line in held.items()}
