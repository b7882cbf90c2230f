"""A rubric is tried on everybody before it is kept."""

import pytest
from django.urls import reverse

from portal.grading.models import Score
from tests.factories.marking import PARTLY, RUBRIC, the_check


@pytest.fixture
def address(klass):
    klass.assess(klass.submissions[0], chosen=PARTLY)
    return reverse("marking:rubric", args=[klass.assignment.public_id, "note"])


def form(**changes):
    """Return what the form sends, with changes by field: c-0-points, c-0-i-1-worth."""
    fields = {"c-count": len(RUBRIC["criteria"]) + 1}
    for n, criterion in enumerate(RUBRIC["criteria"]):
        at, items = f"c-{n}", criterion["items"]
        said = {key: criterion[key] for key in ("name", "title", "points", "kind")}
        fields |= {f"{at}-{key}": value for key, value in said.items()}
        fields[f"{at}-i-count"] = len(items) + 1
        for i, item in enumerate(items):
            fields |= {f"{at}-i-{i}-{key}": item[key] for key in ("name", "title")}
            fields[f"{at}-i-{i}-worth"] = item["points"]
            fields[f"{at}-i-{i}-comment"] = item["comment"]
    return fields | changes


MORE = {"c-0-i-1-worth": "3"}


def points():
    return Score.objects.order_by("submission").first().points


def test_a_preview_changes_nothing_and_keeping_it_does(klass, signed_in, address):
    browser = signed_in(klass.ines)
    page = browser.post(address, form(do="preview", **MORE)).content.decode()
    assert "1 up, 0 down, 0 to look at again, 0 the same" in page
    assert "Alice Moreno" in page and points() == 96.0
    kept = form(do="apply", reason="Named is half.", **MORE)
    page = browser.post(address, kept, follow=True).content.decode()
    assert "The rubric is changed: 1 up" in page and points() == 97.0
    assert the_check(klass.assignment).is_edited


def test_one_can_go_back_to_the_file(klass, signed_in, address):
    browser = signed_in(klass.ines)
    browser.post(address, form(do="apply", reason="Named is half.", **MORE))
    page = browser.post(address, form(do="preview-file")).content.decode()
    assert "0 up, 1 down" in page and "Go back to the file" in page
    browser.post(address, form(do="apply-file", reason="No."))
    assert points() == 96.0


def test_items_come_and_go(klass, signed_in, address):
    changes = {
        "c-1-i-0-title": "",
        "c-1-i-2-title": "Says nothing of doubles",
        "c-1-i-2-worth": "0.5",
    }
    browser = signed_in(klass.ines)
    browser.post(address, form(do="apply", reason="Fairer.", **changes))
    items = the_check(klass.assignment).rubric["criteria"][1]["items"]
    assert [item["name"] for item in items] == ["no-reason", "says-nothing-of-doubles"]
    assert points() == 97.0  # the hop costs nothing any more


def test_a_criterion_comes_another_goes_and_one_is_judged_in_another_way(
    klass, signed_in, address
):
    """Alice has 2 + 3 + 1 of 10; named only is worth 1 of 2, the last criterion 4."""
    changes = {
        "c-0-points": "2",
        "c-0-kind": "bands",
        "c-0-i-0-worth": "100",
        "c-0-i-1-worth": "50",
        "c-0-i-2-worth": "0",
        "c-2-title": "",
        "c-3-title": "Written so that others follow",
        "c-3-points": "4",
        "c-3-kind": "add",
        "c-3-i-count": "1",
        "c-3-i-0-title": "Yes",
        "c-3-i-0-worth": "4",
    }
    browser = signed_in(klass.ines)
    page = browser.post(address, form(do="more", **changes)).content.decode()
    assert "Written so that others follow" in page and page.count("One more crit") == 3
    browser.post(address, form(do="apply", reason="Fairer.", **changes))
    criteria = the_check(klass.assignment).rubric["criteria"]
    assert [one["name"] for one in criteria] == [
        "topics-are-justified",
        "choice-fits-the-failure",
        "written-so-that-others-follow",
    ]
    assert criteria[0]["kind"] == "bands"
    assert points() == 94.0  # 90, 1 of 2, 3 of 4, nothing of 4


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"c-0-points": "5"}, "add up to 11"),
        ({"c-0-i-1-worth": "many"}, "item 2, Points: &#x27;many&#x27; is not a number"),
        ({"do": "apply", "reason": ""}, "Say why"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    klass, signed_in, address, changes, said
):
    answer = signed_in(klass.ines).post(address, form(**{"do": "preview", **changes}))
    page = answer.content.decode()
    assert answer.status_code == 400 and said in page
    assert all(
        f'value="{value}"' in page for key, value in changes.items() if "-" in key
    )
    assert points() == 96.0


def test_graders_see_it_and_do_not_keep_it(klass, signed_in, address):
    browser = signed_in(klass.tara)
    assert "Show what it does" not in browser.get(address).content.decode()
    assert browser.post(address, form(do="apply", reason="x")).status_code == 403


def test_to_students_it_is_not_there(klass, signed_in, address):
    student = klass.submissions[0].enrollment.user
    assert signed_in(student).get(address).status_code == 404
