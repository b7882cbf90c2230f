"""The five courses' files say what their syllabi say of weights and of what counts."""

from collections import defaultdict
from pathlib import Path

import pytest

from graders.spec import load_course

ROOT = Path(__file__).resolve().parents[2] / "courses"
WEIGHTS = {
    "w251": {
        "graded-homework": 40,
        "credit-homework": 10,
        "participation": 10,
        "project": 40,
        "practice": 0,
    },
    "w255": {f"lab{n}": 10 for n in range(1, 6)} | {"project": 50},
    "ai-sys-sp19": {"projects": 60, "weekly-summaries": 20, "participation": 20},
    "cmsc35200": {"assignments": 30, "project": 40, "paper": 20, "participation": 10},
    "eecs182-fa22": {"homework": 40, "exams": 30, "project": 25, "participation": 5},
}
SESSIONS = {
    "w251": 14,
    "w255": 13,
    "ai-sys-sp19": 31,
    "eecs182-fa22": 15,
    "cmsc35200": 20,
}


def items_of(course):
    found = defaultdict(set)
    for item in course.assignments:
        found[item.category].add(item.slug)
    return found


@pytest.mark.parametrize("folder", WEIGHTS)
def test_the_weights_are_those_of_the_syllabus(folder):
    course = load_course(ROOT / folder)
    assert {one.slug: one.weight for one in course.categories} == WEIGHTS[folder]
    assert len(course.sessions) == SESSIONS[folder]


@pytest.mark.parametrize("folder", WEIGHTS)
def test_every_weight_has_something_to_carry_it(folder):
    course = load_course(ROOT / folder)
    assert {one.slug for one in course.categories if one.weight} <= set(
        items_of(course)
    )


def test_w251_grades_four_homeworks_and_takes_eight_for_credit():
    course = load_course(ROOT / "w251")
    items = items_of(course)
    assert items["graded-homework"] == {"hw03", "hw05", "hw09", "hw11"}
    credit = {"hw01", "hw02", "hw04", "hw06", "hw07", "hw08", "hw10", "hw12"}
    assert items["credit-homework"] == credit
    due = {item.slug: item.due for item in course.assignments}
    for number in range(1, 13):
        when = due[f"hw{number:02}"]
        assert (when.session, when.days, when.offset.total_seconds()) == (
            number + 1,
            0,
            0,
        )


def test_w255_caps_lab_2_where_pandas_is_imported():
    course = load_course(ROOT / "w255")
    assert [(c.assignment, c.check, c.percent) for c in course.caps] == [
        ("lab2", "no-pandas", 50)
    ]


@pytest.mark.parametrize("folder", WEIGHTS)
def test_what_no_source_states_is_said_to_be_our_default(folder):
    course = load_course(ROOT / folder)
    defaults = [note for note in course.notes if note.kind == "default"]
    assert defaults
    assert all(note.here for note in defaults)


@pytest.mark.parametrize("folder", ["w251", "w255"])
def test_where_sources_disagree_the_file_says_what_holds(folder):
    notes = load_course(ROOT / folder).notes
    disagree = [n for n in notes if n.kind in ("contradiction", "override")]
    assert len(disagree) >= 3
    assert all(note.here for note in disagree)
