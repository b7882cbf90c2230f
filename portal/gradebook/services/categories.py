"""Makes a course's categories those of its file."""

from datetime import datetime
from typing import Any

from django.db import transaction

from graders.spec import CourseSpec
from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.models import Course
from portal.gradebook.models import Category


@transaction.atomic
def sync_categories(
    course: Course, spec: CourseSpec, *, actor: User | None, now: datetime
) -> list[str]:
    """Make the course's categories those of its file; return what changed, in words."""
    before = {category.slug: category for category in course.categories.all()}
    changes = []
    for position, wanted in enumerate(spec.categories):
        values: dict[str, Any] = {
            "title": wanted.title or wanted.slug,
            "weight": wanted.weight,
            "split": wanted.split,
            "drop_lowest": wanted.drop_lowest,
            "marks": wanted.marks,
            "cap": wanted.cap,
            "required": wanted.required,
            "is_extra": wanted.is_extra,
            "position": position,
        }
        old = before.pop(wanted.slug, None)
        if old is None:
            changes.append(f"new category {wanted.slug}")
            Category.objects.create(course=course, slug=wanted.slug, **values)
        elif any(getattr(old, key) != value for key, value in values.items()):
            changes.append(f"changed category {wanted.slug}")
            Category.objects.filter(pk=old.pk).update(**values)
    for gone in before.values():
        changes.append(f"removed category {gone.slug}")
        gone.delete()
    if changes:
        audit.record(
            "course.categories_changed", course, actor=actor, now=now, changes=changes
        )
    return changes


def copy_categories(source: Course, course: Course) -> None:
    """Give a course that has none the categories of another."""
    rows = list(source.categories.order_by("position", "pk"))
    for row in rows:
        row.pk, row.course = None, course
        row._state.adding = True
    Category.objects.bulk_create(rows)
