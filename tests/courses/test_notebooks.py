"""A notebook's master is what students start from, and its locked cells are plain."""

import json
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def labs():
    for path in sorted(ROOT.glob("courses/*/*/assignment.toml")):
        grade = tomllib.loads(path.read_text()).get("grade", {})
        if grade.get("family") == "notebook" and "master" in grade:
            yield path.parent, grade


def by_name(value):
    return value.name if isinstance(value, Path) else ""


def cells(path):
    return {cell["id"]: cell for cell in json.loads(path.read_text())["cells"]}


@pytest.mark.parametrize(("folder", "grade"), list(labs()), ids=by_name)
def test_students_start_from_the_master(folder, grade):
    master = cells(folder / grade["master"])
    starter = cells(folder / "starter" / grade["notebook"])
    locked = {name for name, cell in master.items() if is_locked(cell)}
    assert locked
    assert {name: starter[name]["source"] for name in locked} == {
        name: master[name]["source"] for name in locked
    }


@pytest.mark.parametrize(("folder", "grade"), list(labs()), ids=by_name)
def test_nothing_was_run_before_it_is_handed_out(folder, grade):
    starter = cells(folder / "starter" / grade["notebook"]).values()
    assert all(not cell.get("outputs") for cell in starter)
    assert all(cell.get("execution_count") is None for cell in starter)


def is_locked(cell):
    about = cell["metadata"]
    return "locked" in about.get("tags", []) or about.get("nbgrader", {}).get("locked")
