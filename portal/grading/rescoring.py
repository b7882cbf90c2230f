"""Says what else than points changed between two versions; pure.

A stored report may be scored anew by another version only where the same judge would
have found the same with it.
"""

from collections.abc import Mapping
from typing import Any

Spec = Mapping[str, Any]  # of graders.spec.spec_to_json

RUN_ROLES = ("public", "judge")  # files that take part in a grading
# What decides how it is run; the rest of [grade] is only where.
FREE_IN_GRADE = frozenset({"pool"})
BINDING_IN_SUBMIT = ("files", "optional")
BINDING_IN_CHECK = ("measure", "rubric")


def changed_besides_points(old: Spec, new: Spec) -> list[str]:
    """Return what keeps ``new`` from scoring what ``old`` graded, in words."""
    return [
        *_changed_keys("grade", old["grade"], new["grade"], free=FREE_IN_GRADE),
        *_changed_submit(old["submit"], new["submit"]),
        *_changed_files(old, new),
        *_changed_checks(old, new),
    ]


def _changed_keys(
    table: str, old: Spec, new: Spec, *, free: frozenset[str]
) -> list[str]:
    keys = sorted(set(old) | set(new))
    return [f"{table}.{k}" for k in keys if k not in free and old.get(k) != new.get(k)]


def _changed_submit(old: Spec, new: Spec) -> list[str]:
    return [f"submit.{k}" for k in BINDING_IN_SUBMIT if old.get(k) != new.get(k)]


def _changed_files(old: Spec, new: Spec) -> list[str]:
    before, after = _files(old), _files(new)
    return [
        f"{path} ({_word(before.get(path), after.get(path))})"
        for path in sorted(set(before) | set(after))
        if before.get(path) != after.get(path)
    ]


def _files(spec: Spec) -> dict[str, str]:
    run = [file for file in spec.get("files", ()) if file["role"] in RUN_ROLES]
    return {file["path"]: f"{file['role']} {file['sha256']}" for file in run}


def _changed_checks(old: Spec, new: Spec) -> list[str]:
    before = {check["name"]: check for check in old["checks"]}
    after = {check["name"]: check for check in new["checks"]}
    found = [
        f"check {name} ({_word(before.get(name), after.get(name))})"
        for name in sorted(set(before) ^ set(after))
    ]
    for name in sorted(set(before) & set(after)):
        one, other = before[name], after[name]
        wrong = [key for key in BINDING_IN_CHECK if one.get(key) != other.get(key)]
        # A check is not run where one that it requires is not met.
        wrong += ["requires"] if _dropped(one, other) else []
        found += [f"check {name}: {key}" for key in wrong]
    return found


def _dropped(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Return whether a check requires less than it did."""
    return bool(set(old.get("requires", ())) - set(new.get("requires", ())))


def _word(old: object, new: object) -> str:
    if old is None:
        return "new"
    return "gone" if new is None else "changed"
