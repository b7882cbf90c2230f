"""What a load did to each assignment, in words for pages."""

from dataclasses import dataclass

from portal.assignments.proofs import NONE
from portal.assignments.services import AssignmentChange
from portal.courses.models import Course
from portal.setup.folder import Loaded


@dataclass(frozen=True)
class Line:
    """One assignment: what happens to it, and whether students will see it."""

    slug: str
    title: str
    word: str  # added, changed, unchanged, removed
    standing: str
    is_published: bool
    digest: str = ""


def weights_of(course: Course) -> str:
    """Return the categories with their weights."""
    return ", ".join(
        f"{one.get('title') or one['slug']} {one['weight']:g} %"
        for one in course.policy.get("categories", ())
    )


def lines_of(loaded: Loaded) -> tuple[Line, ...]:
    """Return a line for each assignment in folder order, then those that go."""
    here = [_line(one, loaded.refusals) for one in loaded.changes]
    gone = [
        Line(one.slug, one.slug, "removed", "hidden, not deleted", is_published=False)
        for one in loaded.removed
    ]
    return (*here, *gone)


def _line(change: AssignmentChange, refusals: dict[str, str]) -> Line:
    version = change.version
    refusal = refusals.get(version.digest, "") or NONE
    if not change.is_published:
        standing = f"not published: {refusal}"
    elif version.is_proven:
        standing = "published, proven"
    else:
        standing = f"published, unproven: {version.unproven_reason}"
    return Line(
        change.assignment.slug,
        str(version.spec["title"]),
        change.word,
        standing,
        change.is_published,
        version.digest,
    )
