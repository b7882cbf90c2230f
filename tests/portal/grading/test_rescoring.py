"""What may change between versions without grading anything again."""

from copy import deepcopy

import pytest

from portal.grading.rescoring import changed_besides_points
from tests.factories.grading import a_check, a_spec

FILES = [
    {"path": "judge.py", "sha256": "a" * 64, "size": 1, "role": "judge"},
    {"path": "starter/data/x.npz", "sha256": "b" * 64, "size": 1, "role": "public"},
    {"path": "README.md", "sha256": "c" * 64, "size": 1, "role": "page"},
    {"path": "assignment.toml", "sha256": "d" * 64, "size": 1, "role": "staff"},
]
CHECKS = [a_check("shape"), a_check("accuracy", 10.0, measure="accuracy")]


def changed(*steps):
    """Return what is said after ``steps`` on a copy of the spec."""
    old = a_spec(deepcopy(CHECKS), files=deepcopy(FILES))
    new = deepcopy(old)
    for step in steps:
        step(new)
    return changed_besides_points(old, new)


def setting(*path):
    *way, key, value = path

    def step(spec):
        for part in way:
            spec = spec[part]
        spec[key] = value

    return step


@pytest.mark.parametrize(
    "step",
    [
        setting("checks", 1, "curve", {"kind": "line", "numbers": [0.5, 0.9]}),
        setting("checks", 1, "points", 99.0),
        setting("checks", 1, "title", "Other words"),
        setting("checks", 1, "visibility", "hidden"),
        setting("checks", 1, "requires", ["shape"]),
        setting("checks", 1, "hint", "Try harder."),
        setting("files", 2, "sha256", "9" * 64),
        setting("files", 3, "sha256", "9" * 64),
        setting("submit", "per_day", 3),
        setting("grade", "pool", "quiet"),
        setting("points", 99.0),
        setting("title", "Another"),
        setting("digest", "e" * 64),
        lambda spec: spec["checks"].reverse(),
    ],
)
def test_points_words_and_pages_may_change(step):
    assert changed(step) == []


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (setting("grade", "seeds", 5), "grade.seeds"),
        (setting("grade", "image", "torch"), "grade.image"),
        (setting("grade", "limits", "seconds", 5.0), "grade.limits"),
        (setting("grade", "options", {"max_parameters": 3}), "grade.options"),
        (setting("submit", "files", ["other.py"]), "submit.files"),
        (setting("files", 0, "sha256", "9" * 64), "judge.py (changed)"),
        (setting("files", 1, "role", "page"), "starter/data/x.npz (gone)"),
        (setting("checks", 1, "measure", "loss"), "check accuracy: measure"),
        (setting("checks", 1, "rubric", "rubric.toml"), "check accuracy: rubric"),
        (setting("checks", 0, "name", "form"), "check form (new)"),
        (lambda spec: spec["checks"].pop(), "check accuracy (gone)"),
    ],
)
def test_what_decides_the_findings_may_not(step, said):
    assert said in changed(step)


def test_a_check_that_requires_less_than_before_may_not_have_been_run():
    old = a_spec(deepcopy(CHECKS))
    old["checks"][1]["requires"] = ["shape"]
    new = deepcopy(old)
    new["checks"][1]["requires"] = []
    assert changed_besides_points(old, new) == ["check accuracy: requires"]
