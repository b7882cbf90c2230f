"""Staff read the course's rules, and what was decided about them."""

import pytest
from django.urls import reverse

from portal.gradebook.policy import CategoryRules
from portal.web.staff import rule_words


def address(course):
    return reverse("staff:rules", args=[course.public_id])


@pytest.fixture
def course(term):
    term.course.policy = {
        **term.course.policy,
        "late": [
            {
                "rule": "slip_days",
                "grace_minutes": 10,
                "options": {"days": 5, "most_each": 2, "categories": ["homework"]},
            },
            {"rule": "zero", "grace_minutes": 0, "options": {}},
        ],
        "caps": [{"assignment": "hw05", "check": "no-pandas", "percent": 50}],
        "notes": [
            {
                "about": "Which homework",
                "kind": "contradiction",
                "text": "One page says 5, another 6.",
                "here": "Homework 5.",
            },
            {"about": "Devices", "kind": "policy", "text": "Bring one.", "here": ""},
            {"about": "Late", "kind": "stated", "text": "It is 0.", "here": ""},
        ],
    }
    term.course.save()
    return term.course


def test_staff_read_rules_and_decisions(term, course, signed_in):
    page = signed_in(term.tara).get(address(course)).content.decode()
    assert "Sources disagree" in page
    assert "One page says 5, another 6." in page
    assert "<b>Here:</b> Homework 5." in page
    assert "Our default" not in page and "Bring one." in page
    assert "Stated, and kept by the portal" in page and "It is 0." in page
    assert "5 slip days in the term, at most 2 for one assignment" in page
    assert "hw05: at most 50\xa0% where “no-pandas” failed." in page


def test_a_course_without_rules_says_so(term, signed_in):
    term.course.policy = {"categories": [], "late": [], "final": {}}
    term.course.save()
    page = signed_in(term.tara).get(address(term.course)).content.decode()
    assert "Late work costs nothing." in page
    assert "No decisions are written down" in page


def test_students_do_not_see_it(term, course, signed_in):
    assert signed_in(term.alice).get(address(course)).status_code == 404


def test_the_gradebook_leads_to_it(term, course, signed_in):
    book = reverse("staff:gradebook", args=[course.public_id])
    assert address(course) in signed_in(term.tara).get(book).content.decode()


LATE = [
    ({"rule": "zero"}, "Late work is taken and counts 0."),
    ({"rule": "gate", "grace_minutes": 1}, "Late work is not taken. 1 minute are not"),
    (
        {"rule": "per_day", "options": {"percent": 10.0, "max_days": 3}},
        "Every day begun costs 10 % of the points; after 3 days it counts 0.",
    ),
    (
        {"rule": "slip_days", "options": {"days": 1, "percent": 25.0}},
        "1 slip day in the term, used where they earn most. Beyond them every day "
        "costs 25 % of the points.",
    ),
    (
        {"rule": "slip_days", "options": {"days": 5, "day": "elapsed"}},
        "5 slip days in the term, used where they earn most. Beyond them late work "
        "counts 0. A day is 24 hours.",
    ),
]


@pytest.mark.parametrize(("rule", "words"), LATE)
def test_a_late_rule_in_words(rule, words):
    assert rule_words.late_words(rule).startswith(words)


def test_a_category_in_words():
    rules = CategoryRules(
        "hw", split="points", drop_lowest=2, marks="bands", cap=110, required=50
    )
    assert rule_words.category_words(rules) == (
        "by points; the lowest 2 grades dropped; the highest of 0, 50, 90 and 100 % "
        "that is reached; at most 110 %; 50 % needed to pass the course"
    )
    assert rule_words.category_words(CategoryRules("x", is_extra=True)) == (
        "each alike; on top of the others"
    )


def test_the_end_of_the_calculation_in_words():
    final = {
        "missing": "zero",
        "cap": 105,
        "rounding": "half_up",
        "decimals": 1,
        "letters": {"B": 83, "A": 93},
    }
    lines = rule_words.final_words({"final": final})
    assert "What was not handed in counts 0 once it is late." in lines
    assert "The course gives at most 105 %." in lines
    assert "Rounded to 1 decimal, to the nearest, a half up." in lines
    assert lines[-1] == "Letters: A from 93 %, B from 83 %."
    assert rule_words.final_words({})[-1] == "There are no letters."
