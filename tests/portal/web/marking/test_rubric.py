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
    """Return what the form sends, with changes by criterion.item:field."""
    fields = {}
    for criterion in RUBRIC["criteria"]:
        name = criterion["name"]
        fields |= {f"{name}:title": criterion["title"], f"{name}:points": "4"}
        for item in criterion["items"]:
            key = f"{name}.{item['name']}"
            fields |= {f"{key}:title": item["title"], f"{key}:points": item["points"]}
    fields["text-and-code-agree:points"] = "2"
    return fields | changes


MORE = {"topics-are-justified.named-only:points": "3"}


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
        "choice-fits-the-failure.one-hop-only:title": "",
        "choice-fits-the-failure.new:title": "Says nothing of doubles",
        "choice-fits-the-failure.new:points": "0.5",
    }
    browser = signed_in(klass.ines)
    browser.post(address, form(do="apply", reason="Fairer.", **changes))
    items = the_check(klass.assignment).rubric["criteria"][1]["items"]
    assert [item["name"] for item in items] == ["no-reason", "says-nothing-of-doubles"]
    assert points() == 97.0  # the hop costs nothing any more


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"topics-are-justified:points": "5"}, "add up to 11"),
        ({"topics-are-justified.named-only:points": "many"}, "is no number"),
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
        f'value="{value}"' in page for key, value in changes.items() if ":" in key
    )
    assert points() == 96.0


def test_graders_see_it_and_do_not_keep_it(klass, signed_in, address):
    browser = signed_in(klass.tara)
    assert "Show what it does" not in browser.get(address).content.decode()
    assert browser.post(address, form(do="apply", reason="x")).status_code == 403


def test_to_students_it_is_not_there(klass, signed_in, address):
    student = klass.submissions[0].enrollment.user
    assert signed_in(student).get(address).status_code == 404
