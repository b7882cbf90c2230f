"""The only doors to comparisons and pairs: for the course's staff, others see none."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.access import staffed_courses
from portal.lib.errors import NotFoundError
from portal.marking.access import get_marked_assignment
from portal.similarity.models import Comparison, Pair


def get_compared_assignment(viewer: User, public_id: UUID | str) -> Assignment:
    """Return the assignment to staff of its course, to nobody else."""
    return get_marked_assignment(viewer, public_id)


def visible_comparisons(viewer: User) -> QuerySet[Comparison]:
    """Return those of the courses one is staff of, newest first."""
    return (
        Comparison.objects.filter(assignment__course__in=staffed_courses(viewer))
        .select_related(
            "assignment__course", "assignment__published_version", "asked_by"
        )
        .order_by("-pk")
    )


def get_comparison(viewer: User, public_id: UUID | str) -> Comparison:
    """Return the comparison, or NotFoundError whether hidden or absent."""
    try:
        found = visible_comparisons(viewer).filter(public_id=public_id).first()
    except ValidationError:
        found = None
    if found is None:
        raise NotFoundError("There is no such comparison.")
    return found


def get_pair(viewer: User, public_id: UUID | str) -> Pair:
    """Return the pair, or NotFoundError whether hidden or absent."""
    seen = visible_comparisons(viewer).order_by().values("pk")
    try:
        found = (
            Pair.objects.filter(public_id=public_id, comparison__in=seen)
            .select_related(
                "case",
                "comparison__assignment__course",
                "comparison__assignment__published_version",
                "first__submission__assignment__course",
                "first__submission__enrollment__user",
                "second__submission__assignment__course",
                "second__submission__enrollment__user",
            )
            .first()
        )
    except ValidationError:
        found = None
    if found is None:
        raise NotFoundError("There is no such pair.")
    return found
