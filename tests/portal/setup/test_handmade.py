"""Assignments that are made in forms are folders like any other."""

from pathlib import Path

import pytest

from graders.spec.assignment import load_assignment
from portal.lib.errors import InvalidError
from portal.setup.handmade import Said, files_of, said_in

ROOT = Path(__file__).resolve().parents[3] / "courses"
ABOUT = {"title": "Über Kernels", "kind": "quiz", "category": "quizzes"}
QUESTIONS = (
    {"ask": "Why?", "kind": "text", "least_words": 20},
    {"ask": "Which?", "kind": "single", "options": "this\n* that"},
    {"ask": "Which ones?", "kind": "multiple", "options": "* a\nb\n* c", "points": 2},
    {"ask": "How many?", "kind": "number", "answer": "92,5", "percent": 5},
    {"ask": "Who?", "kind": "short", "answer": "Ada | Ada Byron"},
)


def written(folder, said):
    """Write what was said, and read it as a load does."""
    folder = folder / "made"
    for path, text in files_of(said).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return load_assignment(folder)


def test_people_alone_give_the_points_of_an_exam(tmp_path):
    parts = ({"title": "Question 1", "points": 25}, {"title": "Two", "points": 15.5})
    said = Said({**ABOUT, "text": "Bring a pen."}, way="people", parts=parts)
    spec = written(tmp_path, said)
    assert (spec.slug, spec.points, spec.is_handed_in) == ("uber-kernels", 40.5, False)
    assert [check.name for check in spec.checks] == ["question-1", "two"]
    assert spec.text == "Bring a pen.\n"


def test_questions_become_a_form_with_a_key_that_only_the_judge_is_given(tmp_path):
    values = {**ABOUT, "filled": 1, "right": 3, "points": 6, "shuffle": True}
    said = Said(values, way="form", questions=QUESTIONS)
    spec = written(tmp_path, said)
    assert spec.points == 10
    assert [check.name for check in spec.checks] == ["answered", "right", "content"]
    assert spec.form.is_shuffled and len(spec.form.questions) == 5
    assert "that" not in (tmp_path / "made/hidden/answers.toml").read_text()
    assert {file.role for file in spec.files if "hidden" in file.path} == {"judge"}


def test_a_document_has_headings_and_a_length(tmp_path):
    values = {**ABOUT, "headings": ["Problem", "Team"], "headed": 2, "points": 8}
    said = Said({**values, "max_pages": 2, "team_max": 4}, way="document")
    spec = written(tmp_path, said)
    assert (spec.points, spec.team_max) == (10, 4)
    assert spec.grade.options["headings"] == ("Problem", "Team")


@pytest.mark.parametrize(
    "said",
    [
        Said({**ABOUT, "points": 7.5, "pass_mark": 4}, {"due": {"session": 2}}),
        Said({**ABOUT, "filled": 2, "right": 1}, way="form", questions=QUESTIONS),
        Said({**ABOUT, "headings": ["Team"], "headed": 2, "points": 8}, way="document"),
    ],
)
def test_what_was_said_is_read_back_and_says_the_same(said):
    files = files_of(said)
    again = said_in(files)
    assert again is not None and files_of(again) == files
    assert again.way == said.way and again.dates == said.dates


def test_a_form_changes_only_what_it_can_say():
    found = {
        path.parent.name: said_in(
            {
                file.relative_to(path.parent).as_posix(): file.read_text()
                for file in path.parent.rglob("*")
                if file.is_file() and file.suffix in (".toml", ".md")
            }
        )
        for path in ROOT.glob("*/*/assignment.toml")
    }
    known = {name for name, said in found.items() if said is not None}
    assert {"taking-part", "exam1"} <= known
    assert not {"hw05-image-classifier", "presentation", "lab2-predict"} & known


@pytest.mark.parametrize(
    ("values", "way", "sentence"),
    [
        ({}, "people", "gives no points"),
        ({"filled": 1}, "form", "asks at least|2 to 26 options"),
        ({"headed": 1}, "document", "say which"),
        ({"points": 1}, "pigeon", "no way to hand in"),
    ],
)
def test_what_makes_no_assignment_is_refused_with_a_sentence(values, way, sentence):
    questions = ({"ask": "Which?", "kind": "single", "options": "one"},)
    with pytest.raises(InvalidError, match=sentence):
        files_of(Said({**ABOUT, **values}, way=way, questions=questions))
