"""Every family's family.toml is whole, and its options are validated by it."""

import pytest

from graders.spec import SpecError, load_assignment
from graders.spec.families import family_names, is_shared_trust, read_family
from graders.spec.keys import ASSIGNMENT_TABLES
from graders.spec.problems import Place
from graders.spec.tables import read_table
from tests.factories.folders import write_assignment

FAMILY = """\
needs_judge = true
required_files = ["a.py"]

[options.module]
type = "file"
required = true
help = "Where the functions are."

[options.mode]
type = "str"
choices = ["fast", "slow"]
default = "fast"
help = "How."
"""


def test_there_are_families():
    assert {"functions", "training"} <= set(family_names())


@pytest.mark.parametrize("name", family_names())
def test_no_family_takes_a_key_that_every_family_has(name):
    family = read_family(name)
    assert not set(family.options) & set(ASSIGNMENT_TABLES["grade"])
    assert set(family.help) == set(family.options)


@pytest.mark.parametrize("name", family_names())
def test_defaults_pass_their_own_rules(name):
    for option, key in read_family(name).options.items():
        if key.default is not None:
            assert key.read(key.default) == key.default, option


def test_what_is_handed_in_hangs_on_what_an_option_says():
    family = read_family("training")
    assert family.files_for({"answers": "act"}) == ("train.py", "agent.py")
    assert family.files_for({"answers": "model"}) == ("train.py",)
    assert family.ceilings == {"pass_seeds": "seeds"}


def test_a_new_family_is_found_by_its_folder(tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new/family.toml").write_text(FAMILY)

    family = read_family("new", tmp_path)
    place = Place("assignment.toml", "grade")
    read_table({"mode": "medium"}, family.options, place)

    assert family_names(tmp_path) == ("new",)
    assert family.file_options == ("module",)
    assert [str(problem) for problem in place.problems] == [
        "assignment.toml: grade.module: is missing",
        "assignment.toml: grade.mode: is 'medium'; allowed: fast, slow",
    ]


def test_an_archive_needs_its_own_pool_and_an_autograder(tmp_path):
    folder = write_assignment(
        tmp_path / "lab", ('family = "training"', 'family = "archive"')
    )
    with pytest.raises(SpecError) as refused:
        load_assignment(folder)
    said = str(refused.value)
    assert "allowed: 'archive' for the family archive" in said
    assert "needs hidden/autograder.zip or hidden/autograder/run_autograder" in said


def test_only_an_archive_shares_its_trust():
    assert [name for name in family_names() if is_shared_trust(name)] == ["archive"]
    assert not is_shared_trust("no-such-family")
