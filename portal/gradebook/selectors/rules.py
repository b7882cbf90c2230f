"""What a whole course says: its rules, and who has more time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery

from portal.assignments.dates import Term
from portal.assignments.extensions import Extensions, newest_of
from portal.assignments.models import Extension, TeamMember
from portal.courses.models import Course, Enrollment, Session
from portal.gradebook.models import Category
from portal.gradebook.policy import CategoryRules, CourseRules, FinalRules
from portal.lib.listing import fixed, instant, listed, made, whole

OF_CATEGORY = "slug title weight split drop_lowest marks cap required is_extra".split()
People = Sequence[Enrollment]


@dataclass(frozen=True)
class Rules:
    """What the whole course says: its policy, zone and sessions."""

    course: CourseRules
    term: Term
    makes_missing_zero: bool

    @property
    def by_category(self) -> dict[str, CategoryRules]:
        return {category.slug: category for category in self.course.categories}


@dataclass(frozen=True)
class Rulebook:
    """The rules of a course, and what it gave beside them."""

    rules: Rules
    given: Extensions = field(default_factory=Extensions)


def rules_of(course: Course) -> Rules:
    """Return the course's rules; categories and sessions come in 1 query.

    By a join: it runs at every look at a gradebook, and two lists, as in
    ``rulebooks_of``, take Django twice as long.
    """
    names = [f"categories__{name}" for name in OF_CATEGORY]
    rows = (
        Course.objects.filter(pk=course.pk)
        .order_by("categories__position", "categories__slug", "sessions__unit")
        .values_list("sessions__unit", "sessions__starts_at", *names)
    )
    starts: dict[int, datetime] = {}
    categories: dict[str, CategoryRules] = {}
    for unit, starts_at, *values in rows:
        if unit is not None:
            starts[unit] = starts_at
        if values[0] is not None and values[0] not in categories:
            named = dict(zip(OF_CATEGORY, values, strict=True))
            categories[values[0]] = CategoryRules(**named)
    return _rules(course, starts, categories.values())


def rulebooks_of(
    courses: Iterable[Course], people: People | None = None
) -> dict[int, Rulebook]:
    """Return each course's rules and extensions, by its number; 1 query for all.

    With ``people`` of the extensions those that can move a due date of theirs.
    """
    known = {course.pk: course for course in courses}
    along = fixed(Course, _along if people is None else _rules_along)
    some = () if people is None else (_extensions(people),)
    rows = Course.objects.filter(pk__in=known).values_list("pk", *along.values(), *some)
    return {
        pk: Rulebook(
            _rules(known[pk], _starts(sessions), _ordered(categories)),
            newest_of(made(Extension, given)),
        )
        for pk, sessions, categories, given in rows
    }


def _rules_along() -> dict[str, Subquery]:
    return {"sessions": _sessions(), "categories": _categories()}


def _along() -> dict[str, Subquery]:
    return {**_rules_along(), "extensions": _extensions(None)}


def _sessions() -> Subquery:
    rows = Session.objects.filter(course=OuterRef("pk"))
    return listed(rows, "course", unit="unit", starts_at="starts_at")


def _categories() -> Subquery:
    return whole(Category.objects.filter(course=OuterRef("pk")), "course")


def _extensions(people: People | None) -> Subquery:
    rows = Extension.objects.filter(assignment__course=OuterRef("pk"))
    if people is not None:
        rows = rows.filter(_reaching(people))
    return whole(rows, "assignment__course")


def _reaching(people: People) -> Q:
    """Match what may give time to these, or to whom they were ever in a team with.

    More than what holds is no harm: of sections there are few, so all of theirs.
    """
    mates = TeamMember.objects.filter(team__members__enrollment__in=people)
    return (
        Q(section__isnull=False)
        | Q(enrollment__in=people)
        | Q(enrollment__in=mates.values("enrollment"))
    )


def _rules(
    course: Course,
    starts: Mapping[int, datetime],
    categories: Iterable[CategoryRules],
) -> Rules:
    final = course.policy.get("final", {})
    return Rules(
        CourseRules(tuple(categories), _final(final)),
        Term(ZoneInfo(course.timezone), starts, course.shift_days),
        makes_missing_zero=final.get("missing") == "zero",
    )


def _starts(sessions: list[dict[str, Any]] | None) -> dict[int, datetime]:
    found = sorted(sessions or (), key=lambda one: int(one["unit"]))
    return {one["unit"]: instant(one["starts_at"]) for one in found}


def _ordered(categories: list[dict[str, Any]] | None) -> Iterable[CategoryRules]:
    rows = sorted(made(Category, categories), key=lambda c: (c.position, c.slug))
    return map(_category, rows)


def _category(one: Category) -> CategoryRules:
    return CategoryRules(**{name: getattr(one, name) for name in OF_CATEGORY})


def _final(said: Mapping[str, Any]) -> FinalRules:
    return FinalRules(
        letters=tuple(said.get("letters", {}).items()),
        rounding=said.get("rounding", "none"),
        decimals=said.get("decimals", 0),
        cap=said.get("cap"),
    )
