"""An instructor tries a late rule before it counts."""

import re

import pytest
from django.urls import reverse

from portal.courses.models import Role
from portal.web.staff.late_trial import RuleForm
from tests.factories.gradebook import Work, a_class, a_course_of
from tests.factories.grading import an_enrollment

ZERO = """
[[categories]]
slug = "homework"
title = "Homework"
weight = 100

[[late]]
rule = "zero"
"""
NAMES = [("homework", "Homework"), ("project", "Project")]


def address(term):
    return reverse("staff:late-trial", args=[term.course.public_id])


def test_the_page_begins_with_the_form_alone(term, signed_in):
    page = signed_in(term.tara).get(address(term)).content.decode()
    assert "the whole course" in page and "Homework" in page
    assert "What it would do" not in page


def test_a_rule_is_tried_on_the_class(term, signed_in):
    asked = {
        "rule": "per_day",
        "percent": "10",
        "max_days": "3",
        "category": "homework",
    }
    page = signed_in(term.tara).get(address(term), asked).content.decode()
    assert "What it would do" in page
    assert (
        "Every day begun costs 10\xa0% of the points; after 3 days it counts 0." in page
    )
    assert "categories = [&quot;homework&quot;]" in page
    assert "percent = 10" in page and "max_days = 3" in page


def test_what_it_would_do_is_drawn_and_stands_in_a_table(db, signed_in):
    course = a_course_of(ZERO)
    rows = {"Ada": [Work(80, 1)], "Bo": [Work(70)], "Cy": [Work(75)], "Di": [None]}
    a_class(course, [("hw1", "homework", 100, None)], rows)
    ines = an_enrollment(course, "Ines", Role.INSTRUCTOR).user
    where = reverse("staff:late-trial", args=[course.public_id])
    same = signed_in(ines).get(where, {"rule": "gate"}).content.decode()
    assert "No total changes" in same and "Totals, in percent" not in same
    asked = {"rule": "per_day", "percent": "10"}
    page = signed_in(ines).get(where, asked).content.decode()
    for said in ("0 to 10, now: 1", "70 to 80, now: 2", "70 to 80, then: 3"):
        assert f"<title>{said}</title>" in page
    table = page.split("The same as a table")[1].split("</table>")[0]
    cells = re.findall(r"<t[hd][^>]*>([^<]+)</t[hd]>", table)[3:]
    assert cells == ["0 to 10", "1", "0", "70 to 80", "2", "3"]


def test_the_rules_lead_to_it(term, signed_in):
    rules = reverse("staff:rules", args=[term.course.public_id])
    assert address(term) in signed_in(term.tara).get(rules).content.decode()


def test_students_do_not_see_it(term, signed_in):
    assert signed_in(term.alice).get(address(term)).status_code == 404


WRONG = [
    ({"rule": "per_day"}, "percent", "This rule needs it."),
    ({"rule": "slip_days"}, "days", "This rule needs it."),
    ({"rule": "per_day", "percent": "101"}, "percent", "100"),
    ({"rule": "per_day", "percent": "nan"}, "percent", "Enter a number."),
    ({"rule": "slip_days", "days": "0"}, "days", "1"),
    ({"rule": "kind"}, "rule", "not one of"),
    ({"rule": "zero", "category": "exams"}, "category", "not one of"),
]


@pytest.mark.parametrize(("asked", "field", "said"), WRONG)
def test_a_rule_that_is_none_is_refused_beside_its_field(asked, field, said):
    form = RuleForm(NAMES, asked)
    assert not form.is_valid()
    assert said in " ".join(form.errors[field])


def test_a_wrong_rule_shows_the_form_again(term, signed_in):
    page = signed_in(term.tara).get(address(term), {"rule": "per_day"}).content.decode()
    assert "This rule needs it." in page and "What it would do" not in page


SNIPPETS = [
    ({"rule": "zero", "percent": "5"}, '[[late]]\nrule = "zero"'),
    (
        {"rule": "slip_days", "days": "5", "category": "homework", "max_days": "2"},
        '[[late]]\nrule = "slip_days"\ncategories = ["homework"]\ndays = 5',
    ),
    (
        {"rule": "per_day", "percent": "12.5", "grace_minutes": "15"},
        '[[late]]\nrule = "per_day"\ngrace_minutes = 15\npercent = 12.5',
    ),
]


@pytest.mark.parametrize(("asked", "text"), SNIPPETS)
def test_the_row_for_the_file_holds_what_the_rule_takes(asked, text):
    form = RuleForm(NAMES, asked)
    assert form.is_valid(), form.errors
    assert form.toml() == text
