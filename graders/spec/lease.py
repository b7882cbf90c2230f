"""What a runner is told of an assignment: no points, no curves, no page."""

from __future__ import annotations

from typing import Any

from graders.protocol import BlobRef, CheckSpec, Role
from graders.spec.content import PUBLIC_DATA
from graders.spec.forms import form_to_json
from graders.spec.model import AssignmentSpec


def check_specs(spec: AssignmentSpec) -> tuple[CheckSpec, ...]:
    """Return the automatic checks; those with a rubric are none of a runner's."""
    return tuple(
        CheckSpec(
            name=check.name,
            title=check.title,
            is_hidden=check.is_hidden,
            measure=check.measure,
            requires=check.requires,
        )
        for check in spec.checks
        if not check.is_manual
    )


def blob_refs(spec: AssignmentSpec) -> tuple[BlobRef, ...]:
    """Return the files a runner fetches, by the path they have in their mount.

    Public data is relative to ``starter/data``, judge files to the assignment folder.
    """
    roles = {role.value: role for role in (Role.PUBLIC, Role.JUDGE)}
    return tuple(
        BlobRef(
            path=file.path.removeprefix(PUBLIC_DATA),
            sha256=file.sha256,
            size=file.size,
            role=roles[file.role],
        )
        for file in spec.files
        if file.role in roles
    )


def lease_options(spec: AssignmentSpec) -> dict[str, Any]:
    """Return the family's options, with ``seeds``, ``aggregate`` and the form."""
    return {
        **spec.grade.options,
        **({"form": form_to_json(spec.form)} if spec.form else {}),
        "seeds": spec.grade.seeds,
        "aggregate": spec.grade.aggregate,
    }
