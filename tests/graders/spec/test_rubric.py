"""rubric.toml: read strictly, kept through JSON, never more than its check."""

import json
from dataclasses import replace

import pytest

from graders.spec import SpecError, load_assignment, spec_from_json, spec_to_json
from tests.factories.folders import RUBRIC, write_assignment

LEVEL = '[[criteria.items]]\nname = "none"\ntitle = "None"\npoints = 0\n'


def load(folder, text=RUBRIC):
    written = write_assignment(folder / "hw05")
    (written / "rubric.toml").write_text(text)
    return load_assignment(written)


def problems(folder, old, new):
    assert old in RUBRIC
    with pytest.raises(SpecError) as caught:
        load(folder, RUBRIC.replace(old, new, 1))
    return str(caught.value)


def test_a_rubric_is_read_whole(tmp_path):
    (rubric,) = load(tmp_path).rubrics
    reasons, agrees = rubric.criteria
    assert (rubric.file, reasons.kind, agrees.kind) == (
        "rubric.toml",
        "levels",
        "subtract",
    )
    assert [item.points for item in reasons.items] == [6, 2, 0]
    assert agrees.items[0].comment == "Check what the code does by default."


def test_it_survives_json(tmp_path):
    spec = load(tmp_path)
    data = json.loads(json.dumps(spec_to_json(spec)))
    assert replace(spec_from_json(data), folder=spec.folder) == spec


def test_a_version_stored_before_there_were_rubrics_has_none(tmp_path):
    data = json.loads(json.dumps(spec_to_json(load(tmp_path))))
    del data["rubrics"]
    assert spec_from_json(data).rubrics == ()


def test_bands_without_items_are_those_of_mastery(tmp_path):
    text = '[[criteria]]\nname = "all"\ntitle = "All"\npoints = 10\nkind = "bands"\n'
    (criterion,) = load(tmp_path, text).rubrics[0].criteria
    assert [item.points for item in criterion.items] == [10, 9, 5, 0]
    assert [item.percent for item in criterion.items] == [100, 90, 50, 0]


def test_points_may_be_typed_and_then_there_are_no_items(tmp_path):
    text = '[[criteria]]\nname = "all"\ntitle = "All"\npoints = 10\nkind = "points"\n'
    (criterion,) = load(tmp_path / "good", text).rubrics[0].criteria
    assert (criterion.kind, criterion.items) == ("points", ())
    with pytest.raises(SpecError, match="items: have no meaning where"):
        load(tmp_path / "bad", text + LEVEL)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points = 4", "points = 5", "add up to 11; allowed: the points of the check"),
        ("points = 6\nkind", "points = -1\nkind", "criteria[1].points: is -1"),
        ('kind = "levels"', 'kind = "level"', "did you mean 'levels'?"),
        ('name = "agrees"', 'name = "reasons"', "'reasons' is taken by an earlier"),
        ('name = "stated"', 'name = "weighed"', "'weighed' is taken by an earlier"),
        ("points = 2", "points = 7", "criteria[1].items[2].points: is 7; allowed: up"),
        ("points = 6\n\n[[criteria.items]]\nname", "[[criteria.items]]\nname", "miss"),
        ("points = 2", "percent = 50", "items[2].percent: has no meaning where"),
        ("points = 1.5", "points = 0", "is 0; allowed: more"),
        ("points = 1.5", "point = 1.5", "did you mean 'points'?"),
        ('title = "None"', "title = 5", "must be text"),
        (
            '[[criteria]]\nname = "ag',
            '[[criterion]]\nname = "ag',
            "did you mean 'criteria'?",
        ),
        ("[[criteria]]", "[[criteria", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, old, new, said):
    found = problems(tmp_path, old, new)
    assert "rubric.toml" in found and said in found


def test_somebody_must_be_able_to_get_all(tmp_path):
    found = problems(
        tmp_path, 'others"\npoints = 6', 'others"\npoints = 5'
    )  # the best level
    assert "its best level gives 5; needed: the criterion's points, 6" in found


def test_a_choice_needs_two_levels(tmp_path):
    text = RUBRIC.replace(LEVEL, "").replace("points = 2", "points = 6")
    start = text.index("[[criteria.items]]")
    end = text.index("[[criteria.items]]", start + 1)
    with pytest.raises(SpecError, match="has 1 rows; needed: 2 or more"):
        load(tmp_path, text[:start] + text[end:])


def test_an_empty_rubric_is_refused(tmp_path):
    with pytest.raises(SpecError, match=r"at least one \[\[criteria\]\] is needed"):
        load(tmp_path, "")
