"""Assignments with nothing to hand in: attendance, talks, participation."""

import pytest

from graders.spec import SpecError, load_assignment, spec_from_json, spec_to_json

HEAD = """
[assignment]
slug = "talk"
title = "Present a paper"
kind = "presentation"
category = "participation"
points = 10
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "talk"
    folder.mkdir()
    (folder / "README.md").write_text("# Present a paper\n")
    (folder / "assignment.toml").write_text(HEAD)
    return folder


def test_one_grade_by_people_is_all_there_is(folder):
    spec = load_assignment(folder)

    assert not spec.is_handed_in
    assert [(c.name, c.points, c.is_manual) for c in spec.checks] == [
        ("grade", 10, True)
    ]
    assert spec_from_json(spec_to_json(spec)).checks == spec.checks


def test_people_may_give_points_for_several_things(folder):
    rows = '[[checks]]\nname = "{0}"\ntitle = "{0}"\npoints = 5\n'
    text = HEAD + rows.format("clear") + rows.format("deep")
    (folder / "assignment.toml").write_text(text)

    assert [check.name for check in load_assignment(folder).checks] == ["clear", "deep"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            '[[checks]]\nname = "a"\ntitle = "a"\npoints = 10\ncurve = "credit"',
            "nothing is handed in",
        ),
        ('[submit]\nfiles = ["a.md"]', "grade.family: is missing"),
        (
            '[grade]\nfamily = "written"\nimage = "documents"\ntier = "T1"',
            "submit.files: is missing",
        ),
    ],
)
def test_half_of_it_is_refused(folder, more, said):
    (folder / "assignment.toml").write_text(HEAD + more)
    with pytest.raises(SpecError) as caught:
        load_assignment(folder)
    assert said in str(caught.value)
