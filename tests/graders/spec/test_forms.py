"""Forms and their keys: read, refused, shuffled, and put into words of JSON."""

import pytest

from graders.spec import (
    SpecError,
    lease_options,
    load_assignment,
    spec_from_json,
    spec_to_json,
)
from graders.spec.forms import arranged
from tests.graders.families.written.essay import FORM, KEY, Essay


@pytest.fixture
def essay(tmp_path):
    return Essay(tmp_path / "tiny", None).form()


def problems(essay):
    with pytest.raises(SpecError) as caught:
        load_assignment(essay.folder)
    return "\n".join(map(str, caught.value.problems))


def test_a_question_of_each_section_is_asked_once_in_each(essay):
    form = load_assignment(essay.folder).form

    assert [one.name for one in form.questions] == [
        "first.problem",
        "size",
        "which",
        "one",
        "word",
    ]
    assert [one.name for one in form.of_section("first")] == ["first.problem"]


def test_a_form_is_the_same_after_json_and_reaches_the_runner_without_its_key(essay):
    spec = load_assignment(essay.folder)

    assert spec_from_json(spec_to_json(spec)).form == spec.form
    assert "60" not in str(lease_options(spec))
    roles = {file.path: file.role for file in spec.files}
    assert (roles["form.toml"], roles["hidden/answers.toml"]) == ("page", "judge")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('kind = "number"', 'kind = "slider"', "allowed: text, short"),
        ('name = "word"', 'name = "size"', "'size' is asked twice"),
        ('options = { a = "this", b = "that" }', "", "single and multiple"),
        (
            "least_words = 20\n",
            "least_words = 20\nmost_words = 10\n",
            "more than most_words",
        ),
        ('kind = "short"', 'kind = "short"\nunit = "MiB"', "belongs to a number"),
        ('kind = "short"', 'kind = "short"\nsection = "other"', "is no section"),
        ("[[sections]]", "[[parts]]", "unknown table"),
    ],
)
def test_a_wrong_form_is_refused(essay, before, after, said):
    assert before in FORM
    (essay.folder / "form.toml").write_text(FORM.replace(before, after, 1))
    assert said in problems(essay)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("size =", "sice =", "did you mean 'size'"),
        ('right = "b"', 'right = "c"', "allowed: a, b"),
        ('right = ["a", "b"]', 'right = ["a", "e"]', "allowed: a, b, c"),
        ("right = 60", 'right = "60"', "must be a number"),
        ('right = "b"', 'right = "b", percent = 3', "only a number has"),
        ("size =", '"first.problem" = { right = "x" }\nsize =', "graded by people"),
    ],
)
def test_a_key_that_does_not_fit_is_refused(essay, before, after, said):
    assert before in KEY
    path = essay.folder / "hidden/answers.toml"
    path.write_text(KEY.replace(before, after, 1))
    assert said in problems(essay)


def test_checks_measure_what_there_is(essay):
    path = essay.folder / "assignment.toml"
    path.write_text(path.read_text().replace('measure = "right"', 'measure = "rihgt"'))
    assert "did you mean 'right'" in problems(essay)


def test_a_share_needs_a_curve_that_knows_shares(essay):
    path = essay.folder / "assignment.toml"
    line = "curve = { line = [0.0, 1.0] }"
    path.write_text(path.read_text().replace(line, 'curve = "credit"', 1))
    assert "'all-answered'" in problems(essay)


def test_without_a_key_nothing_is_right(essay):
    (essay.folder / "hidden/answers.toml").unlink()
    assert "nothing says what is right" in problems(essay)


def test_an_order_is_a_students_own_and_stays(essay):
    path = essay.folder / "form.toml"
    path.write_text("[form]\nshuffle = true\n" + FORM)
    form = load_assignment(essay.folder).form
    orders = {
        tuple(one.name for one in arranged(form, str(n)).questions) for n in range(20)
    }

    assert len(orders) > 3
    assert arranged(form, "a") == arranged(form, "a")
    assert {frozenset(order) for order in orders} == {
        frozenset(one.name for one in form.questions)
    }
    assert {order[-1] for order in orders} == {"first.problem"}  # its section is last
