"""What a desk needs to know of its assignment beside the papers, in the same query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform

from portal.accounts.models import User
from portal.assessments.models import RubricEdition
from portal.assignments.models import Assignment, AssignmentVersion
from portal.assignments.selectors import titles_of
from portal.courses.models import STAFF, Enrollment
from portal.gradebook.selectors.columns import with_overrides
from portal.lib.listing import AsJson, fixed, listed
from portal.marking.models import Allotment, Phrase, Plan


@dataclass(frozen=True)
class KeptPhrase:
    """A comment to use again."""

    public_id: UUID
    text: str


@dataclass(frozen=True)
class Deal:
    """Whose task a paper is, or one check of it; see Allotment."""

    grader: User | None


@dataclass(frozen=True)
class Grader:
    """One of the course's staff."""

    user: User
    role: str


@dataclass(frozen=True)
class Head:
    """How an assignment is graded: plan, rubrics, who grades whom, kept comments."""

    plan: Plan
    editions: Mapping[str, Any]  # rubrics as staff changed them, by file
    versions: Mapping[int, Mapping[str, Any]]  # checks and rubrics, by row number
    deals: Mapping[tuple[int, str, int], Deal]  # by enrollment, check, reading
    phrases: tuple[KeptPhrase, ...]
    staff: tuple[Grader, ...]
    drawn: tuple[int, ...]  # everybody who has a name by lot: none where names show

    def role_of(self, viewer: User) -> str:
        """Return the role of one of the staff; nothing of others."""
        return next((one.role for one in self.staff if one.user.pk == viewer.pk), "")


def with_heads(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Fetch along what ``head_of`` and the gradebook's ``column_of`` need."""
    rows = with_overrides(rows.select_related("course", "marking_plan"))
    return rows.annotate(**fixed(Assignment, _along))


def _along() -> dict[str, Subquery]:
    here = {"assignment": OuterRef("pk")}
    return {
        "head_editions": listed(
            RubricEdition.objects.filter(**here),
            "assignment",
            pk="pk",
            file="file",
            content=AsJson(F("content")),
        ),
        "head_versions": listed(
            AssignmentVersion.objects.filter(**here),
            "assignment",
            pk="pk",
            checks=AsJson(KeyTransform("checks", "spec")),
            rubrics=AsJson(KeyTransform("rubrics", "spec")),
        ),
        "head_deals": listed(
            Allotment.objects.filter(**here),
            "assignment",
            key="enrollment",
            check="check_name",
            reading="reading",
            grader="grader",
            name="grader__name",
        ),
        "head_phrases": listed(
            Phrase.objects.filter(**here, is_removed=False),
            "assignment",
            pk="pk",
            id="public_id",
            text="text",
        ),
        "head_staff": listed(
            Enrollment.objects.filter(
                course=OuterRef("course"), role__in=STAFF, is_active=True
            ),
            "course",
            pk="pk",
            role="role",
            user="user",
            id="user__public_id",
            name="user__name",
        ),
        "head_drawn": listed(
            Enrollment.objects.filter(
                course__assignments=OuterRef("pk"),
                course__assignments__marking_plan__is_blind=True,
            ),
            "course",
            pk="pk",
        ),
    }


def head_of(assignment: Assignment) -> tuple[Assignment, Head]:
    """Return the assignment as ``with_heads`` fetches it; 1 query where it was not."""
    if not hasattr(assignment, "head_deals"):
        assignment = with_heads(Assignment.objects.all()).get(pk=assignment.pk)
    kept: Any = assignment
    plan = getattr(assignment, "marking_plan", None) or Plan(assignment=assignment)
    editions = {one["file"]: one["content"] for one in _in_order(kept.head_editions)}
    return assignment, Head(
        plan,
        {file: content for file, content in editions.items() if content is not None},
        {one["pk"]: one for one in kept.head_versions or ()},
        {
            (one["key"], one["check"], one["reading"]): Deal(_grader(one))
            for one in kept.head_deals or ()
        },
        tuple(
            KeptPhrase(UUID(one["id"]), one["text"])
            for one in _in_order(kept.head_phrases)
        ),
        tuple(_member(one) for one in _in_order(kept.head_staff)),
        tuple(one["pk"] for one in _in_order(kept.head_drawn)),
    )


def title_of(assignment: Assignment) -> str:
    """Return what an assignment of ``with_heads`` is called.

    No query once it is published.
    """
    version = assignment.published_version
    if version is None:
        return titles_of([assignment])[assignment.pk]
    kept: Any = assignment
    return str((kept.overridden or {}).get("title") or version.spec["title"])


def _in_order(rows: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return sorted(rows or (), key=lambda one: one["pk"])


def _grader(deal: Mapping[str, Any]) -> User | None:
    """Return the grader with what is asked of one: row number and name."""
    if deal["grader"] is None:
        return None
    return User(pk=deal["grader"], name=deal["name"])


def _member(one: Mapping[str, Any]) -> Grader:
    """Return one of the staff, as far as pages of grading name them."""
    user = User(pk=one["user"], public_id=UUID(one["id"]), name=one["name"])
    return Grader(user, one["role"])
