"""What was loaded and never published: for staff of its course only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from portal.assignments.models import Assignment, AssignmentVersion
from portal.assignments.selectors import dates_along
from portal.courses.models import STAFF, Enrollment


@dataclass(frozen=True)
class Draft:
    """An assignment with what was loaded last; its dates came along."""

    assignment: Assignment
    version: AssignmentVersion


def visible_drafts(place: Enrollment) -> list[Draft]:
    """Return the drafts of a place's course, to staff; 1 query, none for others."""
    if place.role not in STAFF:
        return []
    versions = AssignmentVersion.objects.all()
    same = versions.filter(assignment=OuterRef("assignment"))
    newest = same.order_by("-created_at", "-pk").values("pk")[:1]
    found = versions.filter(
        assignment__course=place.course_id,
        assignment__published_version=None,
        assignment__is_removed=False,
        pk=Subquery(newest),
    )
    along = dates_along("assignment")
    rows = found.select_related("assignment").defer("text", "proof").annotate(**along)
    return [Draft(_with_dates(row, place, along), row) for row in rows]


def _with_dates(version: Any, place: Enrollment, along: Any) -> Assignment:
    assignment: Assignment = version.assignment
    assignment.course = place.course
    for name in along:
        setattr(assignment, name, getattr(version, name))
    return assignment
