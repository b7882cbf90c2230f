"""An assignment as JSON, for the portal's immutable version rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from graders.protocol import LimitsSpec
from graders.spec.forms import form_from_json
from graders.spec.model import (
    AssignmentSpec,
    Board,
    Check,
    ContentFile,
    Criterion,
    Curve,
    Grade,
    Rubric,
    RubricItem,
    Submit,
    When,
)
from graders.spec.slots import slot_from_json


def spec_to_json(spec: AssignmentSpec) -> dict[str, Any]:
    """Return ``spec`` without its folder, as plain JSON values."""
    return {
        field.name: _plain(getattr(spec, field.name))
        for field in fields(spec)
        if field.name != "folder"
    }


def spec_from_json(data: Mapping[str, Any]) -> AssignmentSpec:
    """Return the spec that ``spec_to_json`` made ``data`` of; its folder is empty."""
    grade = dict(data["grade"])
    grade["limits"] = LimitsSpec(**grade["limits"])
    grade["needs"] = tuple(grade["needs"])
    grade["options"] = {key: _frozen(value) for key, value in grade["options"].items()}
    return AssignmentSpec(
        **{
            **data,
            **{
                key: when_from_json(data[key])
                for key in ("due", "release", "late_due", "lock")
            },
            "submit": Submit(**{k: _frozen(v) for k, v in data["submit"].items()}),
            "grade": Grade(**grade),
            "checks": tuple(_check(check) for check in data["checks"]),
            "files": tuple(ContentFile(**file) for file in data["files"]),
            "board": Board(**data["board"]) if data.get("board") else None,
            "form": form_from_json(data.get("form")),
            # Versions stored before there were rubrics have none.
            "rubrics": tuple(rubric_from_json(one) for one in data.get("rubrics", ())),
            "slots": tuple(slot_from_json(one) for one in data.get("slots", ())),
            "folder": Path(),
        }
    )


def rubric_to_json(rubric: Rubric) -> dict[str, Any]:
    """Return the rubric as plain JSON values, as a version has it."""
    return dict(_plain(rubric))


def rubric_from_json(data: Mapping[str, Any]) -> Rubric:
    """Return the rubric that ``rubric_to_json`` made ``data`` of."""
    criteria = tuple(
        Criterion(**{**one, "items": tuple(RubricItem(**i) for i in one["items"])})
        for one in data["criteria"]
    )
    return Rubric(**{**data, "criteria": criteria})


def when_to_json(when: When | None) -> dict[str, Any] | None:
    return None if when is None else dict(_plain(when))


def when_from_json(data: Mapping[str, Any] | None) -> When | None:
    """Return the When that ``when_to_json`` made ``data`` of."""
    if data is None:
        return None
    at = data["at"]
    return When(
        at=None if at is None else datetime.fromisoformat(at),
        session=data["session"],
        offset=timedelta(seconds=data["offset"]),
        days=data["days"],
    )


def _check(data: Mapping[str, Any]) -> Check:
    curve = data["curve"]
    return Check(
        **{
            **data,
            "curve": Curve(curve["kind"], tuple(curve["numbers"])),
            "requires": tuple(data["requires"]),
        }
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value
