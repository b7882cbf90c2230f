"""An instructor tries a late rule before it counts."""

import pytest
from django.urls import reverse

from portal.web.staff.late_trial import RuleForm

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
    assert "Every day begun costs 10\xa0% of the points; after 3 days it counts 0." in page
    assert "categories = [&quot;homework&quot;]" in page
    assert "percent = 10" in page and "max_days = 3" in page


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
