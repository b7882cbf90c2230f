"""python -m graders new: what it makes, and what it refuses."""

import re
import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from graders.authoring.examples import example, examples
from graders.authoring.new import RefusedError, main, make
from graders.authoring.renaming import renamed, title_of
from graders.check.expecting import read_cases
from graders.spec import load_assignment, load_course
from graders.spec.families import family_names

NOW = datetime(2027, 3, 1, 12)


def read(path):
    return tomllib.loads(path.read_text("utf-8"))


def test_every_family_has_an_example():
    assert set(examples()) == set(family_names())


@pytest.mark.parametrize("family", sorted(examples()))
def test_a_new_assignment_is_valid_in_a_new_course(family, tmp_path):
    folder = tmp_path / "my-course" / "hw07-try-it"
    make(family, folder, now=NOW)
    spec = load_assignment(folder)
    assert (spec.slug, spec.title) == ("hw07-try-it", "Try it")
    assert read(folder / "assignment.toml")["grade"]["family"] == family
    assert load_course(tmp_path / "my-course").slug == "my-course"
    assert len(read_cases(folder)) == len(read_cases(example(family)))


def test_it_is_open_for_two_weeks_from_today(tmp_path):
    make("functions", tmp_path / "course" / "lab1", now=NOW)
    found = read(tmp_path / "course/lab1/assignment.toml")["assignment"]
    assert found["release"] == datetime(2027, 3, 1)
    assert found["due"] == datetime(2027, 3, 15, 23, 59)


def test_a_course_that_is_there_stays_and_lends_its_category(tmp_path):
    course = tmp_path / "course.toml"
    text = (Path("courses/eecs182-fa22") / "course.toml").read_text("utf-8")
    course.write_text(text, "utf-8")
    make("functions", tmp_path / "hw20", now=NOW)
    assert course.read_text("utf-8") == text
    found = read(tmp_path / "hw20/assignment.toml")["assignment"]
    assert found["category"] == "homework"


def test_nothing_is_written_over(tmp_path):
    folder = tmp_path / "c" / "lab1"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(RefusedError, match="is there already"):
        make("functions", folder, now=NOW)
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("name", ["Lab 1", "lab--1", "l" * 41, "läb", "-a"])
def test_a_name_that_cannot_be_a_slug_is_refused_before_anything_is_made(
    name, tmp_path
):
    with pytest.raises(RefusedError, match="cannot name an assignment"):
        make("functions", tmp_path / "c" / name, now=NOW)
    assert not (tmp_path / "c").exists()


def test_a_faulty_course_is_named(tmp_path):
    (tmp_path / "course.toml").write_text("[[[")
    with pytest.raises(RefusedError, match="repair it first"):
        make("functions", tmp_path / "lab1", now=NOW)


def test_an_unknown_family_is_answered_with_those_there_are(tmp_path, capsys):
    assert main(["dancing", str(tmp_path / "lab1")]) == 1
    said = capsys.readouterr().err
    assert "no family 'dancing'" in said
    assert "functions" in said and "training" in said


def test_it_says_what_to_do_next(tmp_path, capsys):
    folder = tmp_path / "c" / "lab1"
    assert main(["training", str(folder)]) == 0
    assert f"python -m graders check {folder}" in capsys.readouterr().out


def test_an_example_without_a_line_for_the_title_is_our_fault():
    text = (example("functions") / "assignment.toml").read_text("utf-8")
    without = re.sub(r"(?m)^title = .*\n", "", text, count=1).replace("title =", "t =")
    with pytest.raises(ValueError, match="no line for title"):
        renamed(without, slug="a", category="b", now=NOW)


@pytest.mark.parametrize(
    ("slug", "title"),
    [("hw07-prune-it", "Prune it"), ("lab1", "Lab1"), ("two-moons", "Two moons")],
)
def test_a_first_title_comes_from_the_name(slug, title):
    assert title_of(slug) == title
