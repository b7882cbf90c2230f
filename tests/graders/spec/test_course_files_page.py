"""docs/course-files.md names exactly the keys that the loader reads."""

import re
from pathlib import Path

import pytest

from graders.spec.families import family_names, read_family
from graders.spec.form_files import FORM_TABLES
from graders.spec.keys import ASSIGNMENT_TABLES, COURSE_TABLES, RUBRIC_TABLES

PAGE = Path(__file__).resolve().parents[3] / "docs/course-files.md"
SECTION = re.compile(r"^### `\[*([a-z.]+)\]*`$(.*?)(?=^##|\Z)", re.M | re.S)
ROW = re.compile(r"^\| `([a-z_]+)` \|", re.M)

said = {name: ROW.findall(text) for name, text in SECTION.findall(PAGE.read_text())}
read = {
    name: list(keys)
    for tables in (COURSE_TABLES, ASSIGNMENT_TABLES, RUBRIC_TABLES, FORM_TABLES)
    for name, keys in tables.items()
} | {name: list(read_family(name).options) for name in family_names()}


def test_every_table_and_family_has_its_section():
    assert set(said) == set(read)


@pytest.mark.parametrize("name", read)
def test_every_key_has_its_line_and_no_other_has(name):
    assert sorted(said[name]) == sorted(read[name])
