"""Every key that course.toml and assignment.toml may hold, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graders.spec import values as v
from graders.spec.curves import curve
from graders.spec.model import (
    AGGREGATES,
    COUNTS,
    CRITERIA,
    DAYS,
    KINDS,
    LATE_RULES,
    MARKS,
    MISSING,
    NOTES,
    ROUNDINGS,
    SCALES,
    SPLITS,
    VISIBILITIES,
)
from graders.spec.tiers import TIERS


@dataclass(frozen=True)
class Key:
    """How one key's value is read; without it the default holds."""

    read: v.Reader
    default: Any = None
    is_required: bool = False


def needed(read: v.Reader) -> Key:
    return Key(read, is_required=True)


Keys = Mapping[str, Key]
MEASURE = r"[a-z0-9_.-]+"

COURSE_TABLES: Mapping[str, Keys] = {
    "course": {
        "slug": needed(v.slug),
        "title": needed(v.text()),
        "term": needed(v.text(longest=64)),
        "timezone": needed(v.timezone),
        "start": Key(v.day),
    },
    "sessions": {
        "unit": needed(v.integer(0, 1000)),
        "starts": needed(v.local_time),
        "title": Key(v.text(), ""),
    },
    "categories": {
        "slug": needed(v.slug),
        "title": Key(v.text(), ""),
        "weight": needed(v.number(0, 100)),
        "split": Key(v.choice(SPLITS), "even"),
        "drop_lowest": Key(v.integer(0, 100), 0),
        "marks": Key(v.choice(MARKS), "points"),
        "cap": Key(v.number(0, 1000)),
        "required": Key(v.number(0, 100)),
        "extra": Key(v.flag, False),
    },
    "late": {
        "rule": needed(v.choice(LATE_RULES)),
        "grace_minutes": Key(v.integer(0, 100_000), 0),
        "categories": Key(v.several(v.slug)),
        "assignments": Key(v.several(v.slug)),
        "percent": Key(v.number(0, 100)),
        "max_days": Key(v.integer(1, 365)),
        "days": Key(v.integer(1, 365)),
        "most_each": Key(v.integer(1, 365)),
        "day": Key(v.choice(DAYS)),
    },
    "caps": {
        "assignment": needed(v.slug),
        "check": needed(v.slug),
        "percent": needed(v.number(0, 100)),
    },
    "notes": {
        "about": needed(v.text(longest=120)),
        "kind": needed(v.choice(NOTES)),
        "text": needed(v.text(longest=600)),
        "here": Key(v.text(longest=600), ""),
    },
    "final": {
        "scale": Key(v.choice(SCALES), "absolute"),
        "letters": Key(v.numbers_by_name, {}),
        "rounding": Key(v.choice(ROUNDINGS), "none"),
        "decimals": Key(v.integer(0, 4), 0),
        "cap": Key(v.number(0, 1000)),
        "missing": Key(v.choice(MISSING), "open"),
    },
}

ASSIGNMENT_TABLES: Mapping[str, Keys] = {
    "assignment": {
        "slug": needed(v.slug),
        "title": needed(v.text()),
        "kind": needed(v.choice(KINDS)),
        "category": needed(v.slug),
        "points": needed(v.number(0, 100_000)),
        "pass_mark": Key(v.number(0, 100_000)),
        "due": Key(v.when),
        "release": Key(v.when),
        "late_due": Key(v.when),
        "lock": Key(v.when),
        "teams": Key(v.table, {}),
    },
    "assignment.teams": {
        "min": Key(v.integer(1, 100), 1),
        "max": Key(v.integer(1, 100), 1),
    },
    "submit": {
        "files": needed(v.several(v.file_name)),
        "optional": Key(v.several(v.file_pattern), ()),
        "max_mib": Key(v.number(0.001, 4096), 20.0),
        "quota": Key(v.table, {}),
        "counts": Key(v.choice(COUNTS), "best"),
    },
    "submit.quota": {
        "per_day": Key(v.integer(1, 1000), 20),
    },
    "grade": {
        "family": needed(v.slug),
        "image": needed(v.slug),
        "judge_image": Key(v.slug, "judge"),
        "tier": needed(v.choice(TIERS)),
        "seconds": Key(v.number(0.1, 86_400)),
        "memory_mib": Key(v.integer(16, 1_048_576)),
        "needs": Key(v.several(v.label), ()),
        "pool": Key(v.slug, "cpu"),
        "seeds": Key(v.integer(1, 20), 1),
        "aggregate": Key(v.choice(AGGREGATES), "median"),
    },
    "slots": {
        "role": needed(v.text(longest=64)),
        "sessions": needed(v.several(v.integer(0, 1000))),
        "places": Key(v.integer(1, 100), 1),
        "notice_hours": Key(v.integer(0, 1440), 48),
    },
    "board": {
        "title": Key(v.text(), "Smaller, faster, as good"),
        "quality": needed(v.text(pattern=MEASURE, longest=64)),
        "size": needed(v.text(pattern=MEASURE, longest=64)),
        "latency": needed(v.text(pattern=MEASURE, longest=64)),
        "gate": Key(v.slug, ""),
    },
    "checks": {
        "name": needed(v.slug),
        "title": needed(v.text()),
        "curve": Key(curve),
        "points": Key(v.number(0, 100_000), 0.0),
        "measure": Key(v.text(pattern=r"[a-z0-9_.-]+", longest=64), ""),
        "unit": Key(v.text(longest=32, may_be_empty=True), ""),
        "requires": Key(v.several(v.slug), ()),
        "visibility": Key(v.choice(VISIBILITIES), "visible"),
        "rubric": Key(v.rubric_name, ""),
        "hint": Key(v.text(longest=500, may_be_empty=True), ""),
    },
}

RUBRIC_TABLES: Mapping[str, Keys] = {
    "rubric": {"note": Key(v.text(longest=500, may_be_empty=True), "")},
    "criteria": {
        "name": needed(v.slug),
        "title": needed(v.text()),
        "points": needed(v.number(0.001, 100_000)),
        "kind": needed(v.choice(CRITERIA)),
        "note": Key(v.text(longest=500, may_be_empty=True), ""),
        "items": Key(v.rows, []),
    },
    "criteria.items": {
        "name": needed(v.slug),
        "title": needed(v.text()),
        "points": Key(v.number(0, 100_000)),
        "percent": Key(v.number(0, 100)),
        "comment": Key(v.text(longest=500, may_be_empty=True), ""),
    },
}
