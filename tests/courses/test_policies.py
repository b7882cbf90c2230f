"""The five courses' files say what their syllabi say of weights and of what counts."""

import tomllib
from collections import defaultdict
from datetime import timedelta
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
DAY = timedelta(days=1)
BANDS = {0, 50, 90, 100}
QUIZZES = ("0128", "0130", "0204", "0206", "0211", "0213")
# How many optional readings a class has.
OPTIONAL = {
    "0128": 10,
    "0130": 7,
    "0204": 4,
    "0206": 1,
    "0211": 2,
    "0304": 2,
    "0318": 2,
    "0401": 1,
    "0408": 1,
    "0410": 1,
    "0415": 2,
    "0422": 1,
}
TOPICS = (
    "attention",
    "autoencoders",
    "computer vision",
    "convolution",
    "fine-tuning",
    "generative models",
    "networks for graphs",
    "LSTM",
    "meta-learning",
    "recurrence",
    "self-supervision",
    "sequence to sequence",
    "transfer learning",
    "transformers",
)
MILESTONES = {
    "pa1-genes": "10-08",
    "project-proposal": "10-17",
    "pa2-benchmark": "10-22",
    "project-revised": "10-24",
    "pa3-tokenizers": "11-05",
    "project-midway": "11-14",
    "pa4-scorer": "11-19",
    "final-paper": "12-08",
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


def test_w255_gives_nothing_but_the_four_bands_for_a_criterion():
    for item in load_course(ROOT / "w255").assignments:
        for check in item.checks:
            if check.curve.kind == "bands":
                assert set(check.curve.numbers[1::2]) <= BANDS, (item.slug, check.name)
            elif check.curve.kind == "rubric":
                rubric = tomllib.loads((item.folder / check.rubric).read_text())
                kinds = {one["kind"] for one in rubric["criteria"]}
                assert kinds == {"bands"}, item.slug
            else:
                assert check.curve.kind in ("credit", "gate"), (item.slug, check.name)


def test_w255_is_due_on_the_dates_of_its_repository():
    items = {one.slug: one for one in load_course(ROOT / "w255").assignments}
    for number, date in enumerate(("09-19", "10-10", "10-31", "12-05", "12-12"), 1):
        for item in items.values():
            if item.category == f"lab{number}":
                assert f"{item.due.at:%m-%d %H:%M}" == f"{date} 23:59", item.slug
    last = items["project"].due
    assert (last.session, last.offset + timedelta(days=last.days)) == (13, -DAY)


def test_ai_sys_has_its_readings_quizzes_and_milestones():
    course = load_course(ROOT / "ai-sys-sp19")
    starts = {one.unit: f"{one.starts:%m%d}" for one in course.sessions}
    notes = {one.slug: one for one in course.assignments if one.slug[:5] == "notes"}
    quizzes = {one.slug for one in course.assignments if one.slug[:4] == "quiz"}
    assert len(notes) == 23 and quizzes == {f"quiz-{date}" for date in QUIZZES}
    for slug, item in notes.items():
        assert starts[item.due.session] == slug[6:]
        required, _, rest = item.text.partition("## Required")[2].partition("## ")
        assert required.count("](http") == 2, slug
        optional = rest.partition("## While")[0].count("](http")
        assert optional == OPTIONAL.get(slug[6:], 0), slug
    off = [one.title for one in course.sessions if one.title.startswith("No class")]
    assert len(off) == 5
    slots = next(one for one in course.assignments if one.slug == "presentation").slots
    assert {len(slot.sessions) for slot in slots} == {23}


@pytest.mark.parametrize("topic", TOPICS)
def test_eecs182_has_a_session_for_each_keyword_of_its_page(topic):
    titles = " ".join(one.title for one in load_course(ROOT / "eecs182-fa22").sessions)
    assert topic.lower() in titles.lower()


def test_cmsc35200_has_the_milestones_and_dates_of_its_pages():
    items = {one.slug: one for one in load_course(ROOT / "cmsc35200").assignments}
    due = {slug: f"{item.due.at:%m-%d}" for slug, item in items.items() if _fixed(item)}
    assert due == MILESTONES
    talk = items["project-presentation"]
    assert {unit for slot in talk.slots for unit in slot.sessions} == {17, 18}


def _fixed(item):
    return item.due is not None and item.due.at is not None


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
