"""Assignments that are made in forms are folders like any other."""

import tomllib
from pathlib import Path

import pytest

from graders.spec.assignment import load_assignment
from portal.lib.errors import InvalidError
from portal.setup.handmade import Said, files_of, is_own, said_in, with_rubric
from portal.setup.handmade.beginning import first_said
from portal.setup.handmade.fields import CHECKS, PARTS, QUESTIONS, SECTIONS, SLOTS, WAYS
from portal.setup.tables import row_of, typed

ROOT = Path(__file__).resolve().parents[3] / "courses"
FIVE = ("w251", "w255", "ai-sys-sp19", "eecs182-fa22", "cmsc35200")
ABOUT = {"title": "Über Kernels", "kind": "quiz", "category": "quizzes"}
QUESTIONS_SAID = (
    {"ask": "Why?", "kind": "text", "least_words": 20, "section": "each"},
    {"ask": "Which?", "kind": "single", "options": "this\n* that", "section": "first"},
    {"ask": "Which ones?", "kind": "multiple", "options": "* a\nb\n* c", "points": 2},
    {"ask": "How many?", "kind": "number", "answer": "92,5", "percent": 5},
    {"ask": "Who?", "kind": "short", "answer": "Ada | Ada Byron", "optional": True},
)
SECTIONS_SAID = ({"title": "A first paper", "name": "first", "text": "Read it."},)
FILLED = {
    "title": "All there",
    "by": "answered",
    "how": "bands",
    "steps": "50: 50, 100: 100",
}
RIGHT = {"title": "Right ones", "by": "right", "how": "line", "requires": ["all-there"]}
READ = {"title": "Content", "by": "people"}
HEADED = {"title": "Headed", "by": "headings", "how": "line"}
LONG = {"title": "Length", "by": "pages", "how": "gate"}


def written(folder, said):
    """Write what was said, and read it as a load does."""
    folder = folder / "made"
    for path, text in files_of(said).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return load_assignment(folder)


def a_form(**values):
    checks = ({**FILLED, "points": 1}, {**RIGHT, "points": 3}, {**READ, "points": 6})
    return Said(
        {**ABOUT, **values},
        way="form",
        checks=checks,
        sections=SECTIONS_SAID,
        questions=QUESTIONS_SAID,
    )


def a_document(**values):
    checks = (LONG, {**HEADED, "points": 2}, {**READ, "points": 8})
    values = {"headings": ["Problem", "Team"], "max_pages": 2, **values}
    return Said({**ABOUT, **values}, way="document", checks=checks)


def a_talk():
    slots = ({"role": "Presents", "sessions": "2-4, 7", "places": 2},)
    parts = ({"title": "The talk", "points": 35, "graded": "rubric"},)
    values = {**ABOUT, "kind": "presentation"}
    return Said(values, way="people", checks=parts, slots=slots)


def test_people_alone_give_the_points_of_an_exam(tmp_path):
    parts = ({"title": "Question 1", "points": 25}, {"title": "Two", "points": 15.5})
    said = Said({**ABOUT, "text": "Bring a pen."}, way="people", checks=parts)
    spec = written(tmp_path, said)
    assert (spec.slug, spec.points, spec.is_handed_in) == ("uber-kernels", 40.5, False)
    assert [check.name for check in spec.checks] == ["question-1", "two"]
    assert spec.text == "Bring a pen.\n"


def test_a_talk_has_slots_and_a_rubric(tmp_path):
    spec = written(tmp_path, a_talk())
    assert spec.slots[0].sessions == (2, 3, 4, 7) and spec.slots[0].places == 2
    assert spec.checks[0].rubric == "rubric.toml"


def test_questions_become_a_form_with_a_key_that_only_the_judge_is_given(tmp_path):
    spec = written(tmp_path, a_form(shuffle=True))
    assert spec.points == 10
    assert [check.name for check in spec.checks] == [
        "all-there",
        "right-ones",
        "content",
    ]
    assert spec.form.is_shuffled and len(spec.form.questions) == 5
    assert spec.form.questions[0].name == "first.q1"
    assert "that" not in (tmp_path / "made/hidden/answers.toml").read_text()
    assert {file.role for file in spec.files if "hidden" in file.path} == {"judge"}


def test_a_document_has_headings_and_a_length(tmp_path):
    spec = written(tmp_path, a_document(team_max=4, extras=["*.py"]))
    assert (spec.points, spec.team_max) == (10, 4)
    assert spec.grade.options["headings"] == ("Problem", "Team")
    assert spec.submit.optional == ("document.pdf", "document.md", "*.py")


@pytest.mark.parametrize(
    "said",
    [
        Said({**ABOUT, "points": 7.5, "pass_mark": 4}, {"due": {"session": 2}}),
        a_talk(),
        a_form(),
        a_document(),
    ],
)
def test_what_was_said_is_read_back_and_says_the_same(said):
    files = files_of(said)
    again = said_in(files)
    assert again is not None and files_of(again, files) == files
    assert again.way == said.way and again.dates == said.dates


@pytest.mark.parametrize("way", [way for way, _ in WAYS])
@pytest.mark.parametrize("kind", ["quiz", "reading", "milestone"])
def test_a_new_one_begins_with_something_that_can_be_saved(tmp_path, kind, way):
    said = first_said(kind, way)
    points = {"points": 5} if way == "people" else {}
    values = {**ABOUT, **said.values, **points}
    question = {"ask": "Why?", "kind": "short", "answer": "x"}
    made = Said(values, way=way, checks=said.checks, questions=(question,))
    assert written(tmp_path, made).points > 0


def folders():
    """Yield every assignment of the five courses that no code grades."""
    for path in sorted(ROOT.glob("*/*/assignment.toml")):
        raw = tomllib.loads(path.read_text())
        is_written = raw.get("grade", {}).get("family", "written") == "written"
        if path.parts[-3] in FIVE and is_written:
            yield path.parent


def shipped(folder):
    left = ("reference", "mutants", "expect.toml")
    return {
        name: file.read_text() if file.suffix in (".toml", ".md") else ""
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and (name := file.relative_to(folder).as_posix()).split("/")[0] not in left
    }


def through_a_page(said):
    """Return what comes back when a page shows it and sends what it shows."""

    def rows(fields, listed):
        shown = [{f.name: typed(row.get(f.name)) for f in fields} for row in listed]
        return tuple(row_of(fields, row, where="") for row in shown)

    return Said(
        said.values,
        said.dates,
        said.way,
        rows(PARTS if said.way == "people" else CHECKS, said.checks),
        rows(SECTIONS, said.sections),
        rows(QUESTIONS, said.questions),
        rows(SLOTS, said.slots),
    )


@pytest.mark.parametrize(
    "folder", list(folders()), ids=lambda f: f"{f.parts[-2]}-{f.name}"
)
def test_every_one_without_code_of_the_five_courses_is_said_by_the_form(folder):
    files = shipped(folder)
    said = said_in(files)
    assert said is not None
    own = {path: text for path, text in files.items() if is_own(path)}
    again = files_of(through_a_page(said), own)
    assert {p: tomllib.loads(t) for p, t in again.items() if p.endswith(".toml")} == {
        p: {k: v for k, v in tomllib.loads(t).items() if v != {"shuffle": False}}
        for p, t in own.items()
        if p.endswith(".toml")
    }


def test_a_form_leaves_code_to_its_files():
    for slug in ("w251/hw05-image-classifier", "w255/lab2-predict"):
        assert said_in(shipped(ROOT / slug)) is None


def test_what_the_form_does_not_show_stays():
    files = shipped(ROOT / "w251/hw02-a-plan-for-the-cloud")
    said = said_in(files)
    again = files_of(
        Said(
            {**said.values, "title": "New"},
            said.dates,
            said.way,
            said.checks,
            (),
            said.questions,
        ),
        files,
    )
    raw = tomllib.loads(again["assignment.toml"])
    assert raw["grade"]["judge_image"] == "documents"
    assert again["rubric.toml"] == files["rubric.toml"]


def test_the_points_of_a_row_follow_its_rubric():
    files = files_of(a_talk())
    criteria = [
        {"name": "a", "title": "A", "points": 20, "kind": "bands"},
        {"name": "b", "title": "B", "points": 10.5, "kind": "bands"},
    ]
    changed = with_rubric(files, "the-talk", {"criteria": criteria})
    raw = tomllib.loads(changed["assignment.toml"])
    assert raw["assignment"]["points"] == raw["checks"][0]["points"] == 30.5
    said = said_in(changed)
    row = {**said.checks[0], "points": 35}
    with pytest.raises(InvalidError, match=r"Leave 30\.5 here, then"):
        files_of(Said(said.values, way="people", checks=(row,)), changed)


def test_a_rubric_nobody_changed_follows_the_points():
    files = files_of(a_talk())
    row = {"name": "the-talk", "title": "The talk", "points": 40, "graded": "rubric"}
    again = files_of(Said(ABOUT, way="people", checks=(row,)), files)
    assert tomllib.loads(again["rubric.toml"])["criteria"][0]["points"] == 40


def test_an_option_keeps_the_key_that_answers_are_kept_under():
    question = {"ask": "Which?", "kind": "single", "name": "q1"}
    more = {**question, "options": "b) two\nnew\n* a) one"}
    said = Said(ABOUT, way="form", checks=({**FILLED, "points": 1},), questions=(more,))
    files = files_of(said)
    options = tomllib.loads(files["form.toml"])["questions"][0]["options"]
    assert options == {"b": "two", "c": "new", "a": "one"}
    assert tomllib.loads(files["hidden/answers.toml"])["q1"] == {"right": "a"}


CHOICE = {"ask": "Which?", "kind": "single", "options": "one"}
POINTS = {"points": 1}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Said(ABOUT), "gives no points"),
        (Said({**ABOUT, "slug": "../x", "points": 1}), "lower-case letters, digits"),
        (
            Said(
                ABOUT, way="form", checks=({**FILLED, **POINTS},), questions=(CHOICE,)
            ),
            "2 to 26 options",
        ),
        (Said(ABOUT, way="form", checks=({**RIGHT, **POINTS},)), "no question has a"),
        (Said(ABOUT, way="document", checks=({**HEADED, **POINTS},)), "say which"),
        (Said(ABOUT, way="form", checks=({**HEADED, **POINTS},)), "name the document"),
        (
            Said(ABOUT, way="form", checks=({**FILLED, "steps": "half"},)),
            "say the steps",
        ),
        (
            Said(
                ABOUT,
                way="form",
                checks=({**FILLED, **POINTS},),
                questions=({"ask": "x", "section": "second"},),
            ),
            "there is no section 'second'",
        ),
        (
            Said(
                {**ABOUT, "points": 1}, slots=({"role": "Talks", "sessions": "2 to 4"},)
            ),
            "is no session; write them as 2-7, 9",
        ),
        (Said({**ABOUT, "points": 1}, way="pigeon"), "no way to hand in"),
    ],
)
def test_what_makes_no_assignment_is_refused_with_a_sentence(said, sentence):
    with pytest.raises(InvalidError, match=sentence):
        files_of(said)
