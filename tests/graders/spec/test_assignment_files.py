"""Whole assignment folders: read, refused, digested, written as JSON."""

import json
import os
from dataclasses import replace

import pytest

from graders.protocol import Role
from graders.spec import (
    SpecError,
    blob_refs,
    check_specs,
    lease_options,
    load_assignment,
    spec_from_json,
    spec_to_json,
)
from graders.spec import content as content_module
from graders.spec.content import content_digest
from tests.factories.folders import write_assignment


@pytest.fixture
def folder(tmp_path):
    return write_assignment(tmp_path / "hw05")


def problems(folder):
    with pytest.raises(SpecError) as caught:
        load_assignment(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_folder_is_read_whole(folder):
    spec = load_assignment(folder)

    assert (spec.slug, spec.points, spec.pass_mark) == ("hw05", 100, 60)
    assert spec.submit.per_day == 10
    assert spec.grade.limits.seconds == 60
    assert spec.grade.options["max_parameters"] == 1_000_000
    assert [check.name for check in spec.checks] == ["shape", "accuracy", "note"]
    assert spec.checks[2].is_manual and spec.checks[1].is_hidden
    assert spec.text == "# Train it\n"


def test_every_file_has_the_role_that_its_place_gives_it(folder):
    roles = {file.path: file.role for file in load_assignment(folder).files}

    assert roles == {
        "README.md": "page",
        "assignment.toml": "staff",
        "hidden/make.py": "judge",
        "judge.py": "judge",
        "rubric.toml": "staff",
        "starter/data/train.csv": "public",
        "starter/train.py": "page",
    }


def test_the_digest_is_of_what_ships_and_not_of_what_stays_home(folder):
    before = load_assignment(folder).digest
    (folder / "reference/train.py").write_text("better")
    (folder / "expect.toml").write_text("# more")
    assert load_assignment(folder).digest == before

    (folder / "hidden/make.py").write_text("# other")
    assert load_assignment(folder).digest != before


def test_the_digest_does_not_depend_on_order(folder):
    files = load_assignment(folder).files
    assert content_digest(reversed(files)) == content_digest(files)


def test_json_brings_back_the_same_spec(folder):
    spec = load_assignment(folder)
    data = json.loads(json.dumps(spec_to_json(spec)))

    assert replace(spec_from_json(data), folder=folder) == spec
    assert "folder" not in data


def test_a_runner_gets_no_page_no_rubric_and_no_points(folder):
    spec = load_assignment(folder)

    assert {(ref.path, ref.role) for ref in blob_refs(spec)} == {
        ("train.csv", Role.PUBLIC),
        ("judge.py", Role.JUDGE),
        ("hidden/make.py", Role.JUDGE),
    }
    assert [check.name for check in check_specs(spec)] == ["shape", "accuracy"]
    assert lease_options(spec)["seeds"] == 3


WRONG = [
    ('slug = "hw05"', 'slug = "HW 05"', "assignment.slug: 'HW 05' does not fit"),
    ('slug = "hw05"', "slug = 5", "assignment.slug: must be text"),
    ('kind = "homework"', 'kind = "homwork"', "did you mean 'homework'?"),
    ("pass_mark = 60", "pass_mark = 101", "assignment.pass_mark: is 101"),
    ("points = 100", "points = 99", "checks: their points add up to 100"),
    ("pass_mark = 60", "passmark = 60", "did you mean 'pass_mark'?"),
    ("[submit]", "[submitt]", "did you mean 'submit'?"),
    ('offset = "-24h"', 'offset = "soon"', "assignment.due: 'soon' is no offset"),
    ('offset = "-24h"', 'ofset = "-24h"', "assignment.due: has 'ofset'"),
    ("{ session = 1 }", "2022-09-01", "assignment.release: needs a time of day"),
    ("{ session = 1 }", '"soon"', "assignment.release: must be a date and time"),
    ('"train.py", ', '"../train.py", ', "submit.files: '../train.py' is not safe"),
    ('"train.py", ', '"/train.py", ', "submit.files: '/train.py' is not safe"),
    ('"train.py", ', '"-rf", "train.py", ', "submit.files: '-rf' is not safe"),
    ('"train.py", ', '"predict.py", ', "submit.files: names predict.py twice"),
    ('"train.py", ', "", "the family training needs 'train.py'"),
    ("max_mib = 20", "max_mib = true", "submit.max_mib: must be a number"),
    ("per_day = 10", "per_day = 0", "submit.quota.per_day: is 0; allowed: 1 to 1000"),
    ('counts = "best"', 'counts = "worst"', "submit.counts: is 'worst'"),
    ('"training"', '"trainning"', "did you mean 'training'?"),
    ('tier = "T2"', 'tier = "T9"', "grade.tier: is 'T9'"),
    ("seeds = 3", "seconds = 61", "grade.seconds: is too much; allowed: at most"),
    ("seeds = 3", "memory_mib = 4096", "grade.memory_mib: is too much"),
    ("seeds = 3", "max_parameter = 5", "did you mean 'max_parameters'?"),
    ("seeds = 3", "max_parameters = 0.5", "grade.max_parameters: must be a whole"),
    ("seeds = 3", 'needs = ["GPU!"]', "grade.needs: 'GPU!' does not fit"),
    ('curve = "gate"', 'curve = "gate"\npoints = 1', "a gate has no points"),
    ('curve = "gate"', 'curve = "gates"', "checks[1].curve: 'gates' is not a curve"),
    ('curve = "gate"', 'curve = "rubric"', "checks[1].curve: a check graded by people"),
    ("[0.90, 0.97]", "[0.9, 0.9]", "line takes two different numbers"),
    ("{ line = [0.90, 0.97] }", "{ knots = [1, 2] }", "knots takes a list"),
    ("{ line = [0.90, 0.97] }", "{ bands = [[1, 50], [2, 90]] }", "not 100"),
    ("{ line = [0.90, 0.97] }", "{ ratio = 1.2 }", "ratio takes a list"),
    ("[0.90, 0.97]", "[0.9, inf]", "must be finite"),
    ("{ line = [0.90, 0.97] }", "{ stairs = [1, 2] }", "'stairs' is not a curve"),
    ('"shape"]', '"shap"]', "did you mean 'shape'?"),
    ('"shape"]', '"note"]', "'note' is no automatic check"),
    ('name = "accuracy"', 'name = "shape"', "'shape' is taken by an earlier row"),
    ('"rubric.toml"', '"rubric-two.toml"', "there is no file 'rubric-two.toml'"),
    ('"rubric.toml"', '"hidden/x.toml"', "checks[3].rubric"),
    ('visibility = "hidden"', 'visibility = "secret"', "checks[2].visibility"),
    ("points = 90", "points = -1", "checks[2].points: is -1"),
    ("[assignment]", "[assignment", "is not valid TOML"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_wrong_key_is_named_with_what_is_allowed(tmp_path, old, new, said):
    found = problems(write_assignment(tmp_path / "hw05", (old, new)))
    assert any(said in line for line in found), found


def test_a_file_that_is_no_toml_is_one_problem(tmp_path):
    found = problems(write_assignment(tmp_path / "hw05", ("[submit]", "[submit")))
    assert len(found) == 1 and "is not valid TOML" in found[0]


def test_all_problems_are_told_at_once(tmp_path):
    folder = write_assignment(
        tmp_path / "hw05",
        ('kind = "homework"', 'kind = "chore"'),
        ("max_mib = 20", "max_mb = 20"),
        ('tier = "T2"', "tier = 2"),
    )
    assert len(problems(folder)) == 3


def test_a_check_that_requires_itself_through_others_is_refused(tmp_path):
    folder = write_assignment(
        tmp_path / "hw05",
        ('curve = "gate"', 'curve = "gate"\nrequires = ["accuracy"]'),
    )
    assert len([line for line in problems(folder) if "requires itself" in line]) == 2


def test_a_check_without_curve_or_rubric_is_refused(tmp_path):
    folder = write_assignment(tmp_path / "hw05", ('rubric = "rubric.toml"', ""))
    assert any("checks[3].curve: is missing" in line for line in problems(folder))


@pytest.mark.parametrize("name", ["starter/link", "hidden/link", "reference/link"])
def test_a_symbolic_link_is_refused_wherever_it_is(folder, name):
    (folder / name).symlink_to("/etc/passwd")
    assert f"{name}: is a symbolic link; allowed: regular files" in problems(folder)


def test_a_linked_folder_is_refused_and_not_followed(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_text("k")
    (folder / "starter/extra").symlink_to(secret)

    assert any("starter/extra: is a symbolic link" in line for line in problems(folder))


def test_a_pipe_is_refused_and_not_read(folder):
    os.mkfifo(folder / "hidden/pipe")
    assert "hidden/pipe: is not a regular file" in problems(folder)


def test_a_misspelt_file_is_refused_with_its_likely_name(folder):
    (folder / "judge.py").rename(folder / "juge.py")
    found = problems(folder)
    assert any(
        "juge.py: does not belong here; did you mean 'judge.py'?" in line
        for line in found
    )
    assert any("needs a judge.py" in line for line in found)


def test_litter_of_editors_is_no_content(folder):
    before = load_assignment(folder).digest
    (folder / ".DS_Store").write_text("x")
    (folder / "hidden/__pycache__").mkdir()
    (folder / "hidden/__pycache__/make.pyc").write_text("x")
    assert load_assignment(folder).digest == before


def test_too_much_content_is_refused(folder, monkeypatch):
    monkeypatch.setattr(content_module, "MOST_FILES", 3)
    assert any("holds too much" in line for line in problems(folder))


def test_a_file_that_is_too_large_is_named(folder, monkeypatch):
    monkeypatch.setattr(content_module, "LARGEST_FILE_BYTES", 3)
    assert any("judge.py: is larger than" in line for line in problems(folder))


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    assert problems(tmp_path / "nowhere") == [
        "assignment.toml: is missing: there is no such folder"
    ]


def test_text_that_is_not_utf8_is_refused(folder):
    (folder / "README.md").write_bytes(b"caf\xe9")
    assert problems(folder) == ["README.md: is not UTF-8 text"]
