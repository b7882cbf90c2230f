"""Whole course folders, and what only a course can tell of its assignments."""

import pytest

from graders.spec import SpecError, load_course
from graders.spec.model import CapSpec, FinalSpec, NoteSpec
from tests.factories.folders import write_assignment, write_course


def problems(folder):
    with pytest.raises(SpecError) as caught:
        load_course(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_course_is_read_with_its_assignments(tmp_path):
    course = load_course(write_course(tmp_path / "w251"))

    assert (course.slug, course.term) == ("w251", "2022 Fall")
    assert [session.unit for session in course.sessions] == [1, 2]
    assert [category.title for category in course.categories] == ["Homework", "Project"]
    assert course.letters == {"A": 93, "B": 83}
    assert [item.slug for item in course.assignments] == ["hw05"]


def test_assignments_stand_in_the_order_they_are_due(tmp_path):
    folder = write_course(tmp_path / "w251")
    due = 'due = { session = 2, offset = "-24h" }'
    dates = {"a-last": "", "b-later": 'due = { session = 2, offset = "1h" }'}
    for name, date in {**dates, "z-first": "due = { session = 1 }"}.items():
        slug = ('slug = "hw05"', f'slug = "{name}"')
        write_assignment(folder / name, slug, (due, date))
    slugs = [item.slug for item in load_course(folder).assignments]
    assert slugs == ["z-first", "hw05", "b-later", "a-last"]


def test_the_whole_policy_is_read(tmp_path):
    late = 'rule = "slip_days"\ndays = 5\nmost_each = 2\npercent = 10\nday = "elapsed"'
    final = 'rounding = "half_up"\ndecimals = 1\ncap = 105\nmissing = "zero"'
    cap = '[[caps]]\nassignment = "hw05"\ncheck = "note"\npercent = 50'
    course = load_course(
        write_course(
            tmp_path / "w251",
            ("weight = 40", 'weight = 40\nmarks = "bands"\ncap = 110\nrequired = 50'),
            ('rule = "zero"', late),
            ("[final]", f"{cap}\n[final]\n{final}"),
        )
    )
    first = course.categories[0]
    assert (first.marks, first.cap, first.required) == ("bands", 110, 50)
    rule = course.late[0]
    assert rule.options == {"days": 5, "most_each": 2, "percent": 10, "day": "elapsed"}
    assert course.final == FinalSpec("half_up", 1, 105, "zero")
    assert course.caps == (CapSpec("hw05", "note", 50),)


def test_notes_are_read_as_they_stand(tmp_path):
    note = (
        '[[notes]]\nabout = "Late work"\nkind = "contradiction"\n'
        'text = "One page says 0, another 50 %."\nhere = "0."'
    )
    folder = write_course(tmp_path / "w251", ("[final]", f"{note}\n[final]"))
    assert load_course(folder).notes == (
        NoteSpec("Late work", "contradiction", "One page says 0, another 50 %.", "0."),
    )


NOTE = '[[notes]]\nabout = "Late"\ntext = "None."\nkind = "{}"\n'

WRONG = [
    ("[final]", f"{NOTE.format('hint')}[final]", "notes[1].kind: is 'hint'"),
    (
        "[final]",
        f"{2 * NOTE.format('default')}[final]",
        "notes[2].about: 'Late' is taken by an earlier row",
    ),
    ('"America/Los_Angeles"', '"America/Los_Angles"', "is no time zone"),
    ('"America/Los_Angeles"', '"../../etc/passwd"', "is no time zone"),
    ("unit = 2", "unit = 1", "sessions[2].unit: 1 is taken by an earlier row"),
    ("2022-11-08T18:30:00", "2022-11-08T18:30:00Z", "must have no offset"),
    ("2022-11-08T18:30:00", "2022-03-13T02:30:00", "sessions[2].starts: clocks in"),
    ('slug = "project"', 'slug = "homework"', "categories[2].slug: 'homework' is"),
    ("weight = 40", "weight = 30", "categories: their weights add up to 90"),
    ('split = "points"', 'split = "fair"', "categories[2].split: is 'fair'"),
    ('rule = "zero"', 'rule = "nothing"', "late[1].rule: is 'nothing'"),
    ('rule = "zero"', 'rule = "zero"\npercent = 5', "late[1].percent: the rule zero"),
    ('rule = "zero"', 'rule = "per_day"', "late[1].percent: is missing"),
    (
        'rule = "zero"',
        'rule = "zero"\ncategories = ["home"]',
        "late[1].categories: 'home' is not in this course",
    ),
    ('scale = "absolute"', 'scale = "curved"', "final.scale: is 'curved'"),
    ('rule = "zero"', 'rule = "zero"\nmost_each = 2', "most_each: the rule zero has"),
    (
        'rule = "zero"',
        'rule = "slip_days"\ndays = 5\nmax_days = 3',
        "late[1].max_days: has no meaning without percent",
    ),
    ('rule = "zero"', 'rule = "zero"\nday = "business"', "late[1].day: is 'business'"),
    ('split = "points"', 'marks = "stars"', "categories[2].marks: is 'stars'"),
    ("weight = 60", "weight = 60\nextra = true", "their weights add up to 40"),
    ('scale = "absolute"', "decimals = 1", "decimals: has no meaning without rounding"),
    ('scale = "absolute"', 'rounding = "up"', "final.rounding: is 'up'"),
    ("B = 83", "B = 93", "final.letters: two letters begin at 93"),
    (
        "[final]",
        '[[caps]]\nassignment = "hw05"\ncheck = "pandas"\npercent = 50\n[final]',
        "caps[1].check: 'pandas' is not in this course",
    ),
    (
        "[final]",
        '[[caps]]\nassignment = "hw5"\ncheck = "note"\npercent = 50\n[final]',
        "caps[1].assignment: 'hw5' is not in this course; did you mean 'hw05'?",
    ),
    ("[final]", "[finally]", "did you mean 'final'?"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_wrong_key_is_named_with_what_is_allowed(tmp_path, old, new, said):
    found = problems(write_course(tmp_path / "w251", (old, new)))
    assert any(said in line for line in found), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("session = 2", "session = 7", "due: there is no session 7; allowed: 1, 2"),
        ('category = "homework"', 'category = "lab"', "'lab' is not in course.toml"),
        ("{ session = 1 }", "2022-03-13T02:30:00", "release: clocks in"),
    ],
)
def test_an_assignment_must_fit_its_course(tmp_path, old, new, said):
    folder = write_course(tmp_path / "w251")
    write_assignment(folder / "hw05-image-classifier", (old, new))

    found = problems(folder)

    assert any(said in line for line in found), found
    assert all(
        line.startswith("hw05-image-classifier/assignment.toml: ") for line in found
    )


def test_two_assignments_of_one_slug_are_refused(tmp_path):
    folder = write_course(tmp_path / "w251")
    write_assignment(folder / "hw06")
    assert any("is taken by hw05-image-classifier" in line for line in problems(folder))


def test_problems_of_every_assignment_are_told_at_once(tmp_path):
    folder = write_course(tmp_path / "w251", ("weight = 40", "weight = 41"))
    write_assignment(folder / "hw05-image-classifier", ('tier = "T2"', "tier = 2"))
    write_assignment(
        folder / "hw06", ('slug = "hw05"', 'slug = "hw06"'), ("pass_", "pas_")
    )
    assert {line.split(":")[0] for line in problems(folder)} == {
        "course.toml",
        "hw05-image-classifier/assignment.toml",
        "hw06/assignment.toml",
    }


def test_a_linked_assignment_is_refused(tmp_path):
    folder = write_course(tmp_path / "w251")
    elsewhere = write_assignment(tmp_path / "elsewhere")
    (folder / "hw06").symlink_to(elsewhere)
    assert problems(folder) == ["hw06: is a symbolic link; allowed: regular files"]


def test_a_folder_without_a_course_is_said_so(tmp_path):
    assert problems(tmp_path) == ["course.toml: is missing, or is not a regular file"]
