"""The rubric of a check that people grade: read, and changed for everybody."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.asked import asked_for
from portal.api.v1.describe import answers, describe
from portal.api.v1.shapes.rubric import (
    RubricEffectShape,
    RubricRequestShape,
    RubricShape,
)
from portal.api.v1.view import ApiView
from portal.assessments.selectors import RubricCheck
from portal.marking.access import get_marked_assignment, get_rubric_check
from portal.marking.rubrics import Preview, preview_of, read_change
from portal.marking.services import apply_rubric


class RubricView(ApiView):
    """The rubric of one check."""

    scopes = {"GET": "staff", "PUT": "staff"}

    @describe("rubrics_read", responses=answers(RubricShape, 404))
    def get(self, request: Request, public_id: UUID, check: str) -> Response:
        """Read the rubric that holds; for staff."""
        assignment = get_marked_assignment(self.viewer, public_id)
        return Response(RubricShape(get_rubric_check(assignment, check)).data)

    @describe(
        "rubrics_write",
        request=RubricRequestShape,
        responses=answers(RubricEffectShape, 400, 403, 404),
    )
    def put(self, request: Request, public_id: UUID, check: str) -> Response:
        """Let another rubric hold, and score everybody anew; for instructors.

        Items and criteria are known by their names: what was chosen stays chosen.
        With `is_preview` it only says what that would do.
        """
        assignment, now = get_marked_assignment(self.viewer, public_id), timezone.now()
        found = get_rubric_check(assignment, check)
        asked = asked_for(RubricRequestShape, request)
        content = _content(asked, found)
        if asked["is_preview"]:
            done = preview_of(assignment, found.file, content, now=now)
        else:
            done = apply_rubric(
                assignment,
                found.file,
                content,
                reason=asked["reason"],
                actor=self.viewer,
                now=now,
            )
        return Response(_effect(done, is_kept=not asked["is_preview"]))


def _content(asked: Mapping[str, Any], check: RubricCheck) -> dict[str, Any] | None:
    """Return the rubric that was sent, as a file would say it."""
    if "criteria" not in asked:
        return None
    criteria = [
        {**one, "items": [_item(item, one["kind"]) for item in one.get("items", ())]}
        for one in asked["criteria"]
    ]
    raw = {"rubric": {"note": asked["note"]}, "criteria": criteria}
    return read_change(raw, check, file=check.file)


def _item(item: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Leave out what a criterion of this kind only reports."""
    other = "points" if kind == "bands" else "percent"
    return {key: value for key, value in item.items() if key != other}


def _effect(done: Preview, *, is_kept: bool) -> Any:
    counts = {name: getattr(done, name) for name in ("up", "down", "waiting", "same")}
    return RubricEffectShape({**counts, "is_kept": is_kept}).data
