"""The columns of the table: assignments with their rules and dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from graders.spec import spec_from_json
from portal.assignments.dates import DueDates, Term, work_out
from portal.assignments.models import Assignment
from portal.courses.models import Course
from portal.gradebook import policy
from portal.gradebook.policy import (
    Cap,
    CategoryRules,
    CourseRules,
    FinalRules,
    ItemRules,
)
from portal.gradebook.selectors.ledger import Lines
from portal.grading.lateness import Lateness, lateness_of

OF_CATEGORY = "slug title weight split drop_lowest marks cap required is_extra".split()

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


@dataclass(frozen=True)
class Rules:
    """What the whole course says: its policy, zone and sessions."""

    course: CourseRules
    term: Term
    makes_missing_zero: bool

    @property
    def by_category(self) -> dict[str, CategoryRules]:
        return {category.slug: category for category in self.course.categories}


def rules_of(course: Course) -> Rules:
    """Return the course's rules; categories and sessions come in 1 query."""
    names = [f"categories__{name}" for name in OF_CATEGORY]
    rows = (
        Course.objects.filter(pk=course.pk)
        .order_by("categories__position", "categories__slug")
        .values_list("sessions__unit", "sessions__starts_at", *names)
    )
    sessions: dict[int, datetime] = {}
    categories: dict[str, CategoryRules] = {}
    for unit, starts_at, *values in rows:
        if unit is not None:
            sessions[unit] = starts_at
        if values[0] is not None and values[0] not in categories:
            named = dict(zip(OF_CATEGORY, values, strict=True))
            categories[values[0]] = CategoryRules(**named)
    final = course.policy.get("final", {})
    return Rules(
        CourseRules(tuple(categories.values()), _final(final)),
        Term(ZoneInfo(course.timezone), sessions, course.shift_days),
        makes_missing_zero=final.get("missing") == "zero",
    )


def columns_of(course: Course, lines: Lines, rules: Rules) -> tuple[Column, ...]:
    """Return the published assignments in folder order; 1 query."""
    return tuple(
        column_of(assignment, course, lines, rules)
        for assignment in with_overrides(
            course.assignments.filter(
                published_version__isnull=False, is_removed=False
            ).order_by("position", "slug")
        )
    )


def with_overrides(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Fetch along, as ``overridden``, the override that holds for each field."""
    holds = RawSQL(_HOLDS[connection.vendor], (), JSONField())  # noqa: S611 - our text
    return assignments.select_related("published_version").annotate(overridden=holds)


def column_of(
    assignment: Assignment, course: Course, lines: Lines, rules: Rules
) -> Column:
    """Return the column of an assignment that ``with_overrides`` fetched; no query."""
    version = assignment.published_version
    if version is None:
        raise ValueError("a column has a published version")
    assignment.course = course
    spec = spec_from_json(version.spec)
    given = getattr(assignment, "overridden") or {}  # noqa: B009 - mypy knows no such
    overrides = {field: value for field, value in given.items() if value}
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


def _final(said: Mapping[str, Any]) -> FinalRules:
    return FinalRules(
        letters=tuple(said.get("letters", {}).items()),
        rounding=said.get("rounding", "none"),
        decimals=said.get("decimals", 0),
        cap=said.get("cap"),
    )
