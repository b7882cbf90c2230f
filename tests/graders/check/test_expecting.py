"""expect.toml names every folder that is graded, and is held to it."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from graders.check.expecting import (
    GIVEN,
    KEYS,
    Case,
    borrows,
    quick_cases,
    read_cases,
    read_given,
)
from graders.protocol import Outcome
from graders.spec import SpecError

WHOLE = """
[starter]
score = [0, 10]
[reference]
score = [95, 100]
[mutants.lazy]
score = [0, 0]
outcome = "ungradable"
why = "It does nothing."
"""


@pytest.fixture
def folder(tmp_path):
    for name in ("starter", "reference", "mutants/lazy"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def write(folder, text):
    (folder / "expect.toml").write_text(text)
    return folder


def test_the_page_for_authors_names_every_key():
    page = (Path(__file__).resolve().parents[3] / "docs/course-files.md").read_text()
    section = page.split("## expect.toml")[1].split("## Proofs")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == [
        *("score", "outcome", "quick", "why"),
    ]
    assert set(KEYS) == {"score", "outcome", "quick", "why"}
    assert f"`{GIVEN}`" in section


def test_every_case_is_read(folder):
    cases = {case.name: case for case in read_cases(write(folder, WHOLE))}
    assert set(cases) == {"starter", "reference", "mutants.lazy"}
    assert cases["mutants.lazy"].outcome is Outcome.UNGRADABLE
    assert cases["starter"].is_starter


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[mutants.lazy]", "[mutants.busy]"), "mutants.lazy"),
        (("[starter]\nscore = [0, 10]", ""), "starter"),
        (("[0, 10]", "[10, 0]"), "starter.score"),
        (('"ungradable"', '"bad"'), "allowed: graded"),
        (("why", "because"), "because"),
        (("[starter]", "[starter"), "cannot be read"),
    ],
)
def test_what_is_wrong_is_named(folder, change, said):
    with pytest.raises(SpecError) as caught:
        read_cases(write(folder, WHOLE.replace(*change)))
    assert said in str(caught.value)


def test_quick_cases_are_the_reference_and_the_marked_mutant(folder):
    (folder / "mutants" / "first").mkdir()
    text = "[mutants.first]\nscore = [0, 0]\n" + WHOLE
    assert names(folder, text) == ["reference", "mutants.first"]
    marked = text.replace("why =", "quick = true\nwhy =")
    assert names(folder, marked) == ["reference", "mutants.lazy"]


def names(folder, text):
    return [case.name for case in quick_cases(read_cases(write(folder, text)))]


def test_what_students_see_by_design_is_a_list_of_names(folder):
    write(folder, 'given = ["hidden/a.npz:x.npy"]\n' + WHOLE)
    assert read_given(folder) == {"hidden/a.npz:x.npy"}
    assert len(read_cases(folder)) == 3
    with pytest.raises(SpecError, match="given"):
        read_cases(write(folder, "given = 3\n" + WHOLE))


def test_a_complaint_says_by_how_much(tmp_path):
    case = Case("mutants.one", tmp_path, 5, 10)
    for points, said in ((12, "2 too many"), (1, "4 too few")):
        graded = SimpleNamespace(
            score=SimpleNamespace(points=points),
            report=SimpleNamespace(outcome=Outcome.GRADED),
        )
        assert case.complaint(graded).endswith(said)


@pytest.mark.parametrize(
    ("points", "outcome", "is_fine"),
    [(5, "graded", True), (4.9, "graded", False), (5, "timeout", False)],
)
def test_points_and_outcome_must_both_fit(tmp_path, points, outcome, is_fine):
    graded = SimpleNamespace(
        score=SimpleNamespace(points=points),
        report=SimpleNamespace(outcome=Outcome(outcome)),
    )
    complaint = Case("one", tmp_path, 5, 10).complaint(graded)
    assert (complaint == "") is is_fine


def test_examples_may_be_those_of_a_folder_beside_it(tmp_path):
    own, like = tmp_path / "own", tmp_path / "like"
    like.mkdir()
    for name in ("starter", "reference", "mutants/lazy"):
        (own / name).mkdir(parents=True)
    write(own, WHOLE)
    write(like, 'examples = "own"')

    assert borrows(like) and not borrows(own)
    assert read_cases(like) == read_cases(own)


@pytest.mark.parametrize(
    "text",
    [
        'examples = "../w"',
        "examples = 3",
        f'examples = "own"\n{WHOLE}',
        'examples = "like"',
    ],
)
def test_borrowed_examples_are_a_plain_name_alone(tmp_path, text):
    like = tmp_path / "like"
    like.mkdir()
    write(like, text)
    with pytest.raises(SpecError, match="examples"):
        read_cases(like)
