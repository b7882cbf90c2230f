"""What a course is made of, and the way to change each piece of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from graders.spec import AssignmentSpec
from portal.assignments.dates import DueDates
from portal.assignments.models import Assignment
from portal.assignments.selectors import (
    assignments_of,
    current_spec,
    due_dates,
    shown_versions,
)
from portal.courses.models import Course
from portal.courses.selectors import meetings
from portal.setup.changing import zip_of
from portal.setup.handmade import KINDS, WAYS
from portal.setup.parts import PARTS, Part
from portal.web.downloads import zip_file
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_instructor


@dataclass(frozen=True)
class PartLine:
    """One part, with what there is of it."""

    part: Part
    words: str


@dataclass(frozen=True)
class ItemLine:
    """One assignment as the list has it."""

    assignment: Assignment
    spec: AssignmentSpec
    category: str
    dates: DueDates
    is_published: bool


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List the parts and assignments of the course."""
    course = course_of_instructor(request.user, public_id)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="People"),
        "course": course,
        "parts": list(_parts(course)),
        "items": list(_items(course)),
        "kinds": [(kind, kind.replace("_", " ")) for kind in KINDS],
        "ways": WAYS,
    }
    return render(request, "staff/setup.html", context)


@login_required
@require_safe
def send(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Send the course's folder as a zip."""
    course = course_of_instructor(request.user, public_id)
    content = zip_of(course, now=timezone.now())
    return zip_file(content, f"{course.slug}-{course.term}.zip")


def _parts(course: Course) -> Iterator[PartLine]:
    policy = course.policy
    final = policy.get("final", {})
    weights = [
        f"{one.get('title') or one['slug']} {one['weight']:g} %"
        for one in policy.get("categories", ())
    ]
    letters = sorted(final.get("letters", {}).items(), key=lambda pair: -pair[1])
    words = {
        "course": f"{course.title}, {course.timezone}",
        "sessions": _count(meetings(course).count(), "session"),
        "categories": ", ".join(weights),
        "late": _count(len(policy.get("late", ())), "rule"),
        "letters": ", ".join(f"{name} from {cut:g} %" for name, cut in letters)
        or "no letters",
        "caps": _count(len(policy.get("caps", ())), "cap"),
        "notes": _count(len(policy.get("notes", ())), "note"),
    }
    for part in PARTS.values():
        yield PartLine(part, words.get(part.name) or part.about)


def _items(course: Course) -> Iterator[ItemLine]:
    titles = {
        one["slug"]: one.get("title") or one["slug"]
        for one in course.policy.get("categories", ())
    }
    items = list(assignments_of(course))
    versions = shown_versions(items)
    for item in items:
        version = versions.get(item.pk)
        if version is not None:
            spec = current_spec(item, version)
            category = titles.get(spec.category, spec.category)
            is_out = item.published_version_id is not None
            yield ItemLine(item, spec, category, due_dates(item, version), is_out)


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
