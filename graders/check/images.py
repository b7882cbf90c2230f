"""Which lab images assignments run in."""

from __future__ import annotations

from collections.abc import Iterable

from graders.sandbox.images import LabImages
from graders.spec import AssignmentSpec


def images_of(assignments: Iterable[AssignmentSpec]) -> list[str]:
    """The names of all images that ``assignments`` need, sorted.

    A family's option that is called like an image, such as ``redis``, asks for it.
    """
    known = set(LabImages().names())
    found: set[str] = set()
    for spec in assignments:
        if not spec.is_handed_in:
            continue
        asked = {name for name, value in spec.grade.options.items() if value is True}
        found |= {spec.grade.image, spec.grade.judge_image} | (asked & known)
    return sorted(found)
