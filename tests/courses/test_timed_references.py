"""What students are timed against is what the reference case hands in."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def timed_folders():
    for path in sorted(ROOT.glob("courses/*/*/assignment.toml")):
        grade = tomllib.loads(path.read_text()).get("grade", {})
        if grade.get("family") == "functions" and "reference" in grade:
            yield path.parent, grade["reference"]


def by_name(value):
    return value.name if isinstance(value, Path) else value


@pytest.mark.parametrize(("folder", "reference"), list(timed_folders()), ids=by_name)
def test_both_copies_of_a_timed_reference_are_the_same(folder, reference):
    copies = sorted((folder / reference).glob("*.py"))
    assert copies
    for copy in copies:
        assert copy.read_text() == (folder / "reference" / copy.name).read_text()
