"""A server's figures beside their bounds; every figure was really measured."""

import pytest
from django.utils import timezone

from portal.web.student.underload import under_load
from tests.factories.grading import a_course, an_enrollment
from tests.factories.runners import a_runner
from tests.factories.serving import a_served, a_serving_lab

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(db, client):
    """Hand in one of lab 3's mutants as Alice and read the page of it."""
    course = a_course("w255")
    lab = a_serving_lab(course)
    alice = an_enrollment(course, "Alice Moreno")

    def read(name):
        submission = a_served(lab, alice, a_runner(), name, now=timezone.now())
        client.force_login(alice.user)
        return client.get(f"/submissions/{submission.public_id}/")

    return read


def rows_of(response):
    return {row.name: row for row in response.context["case"].under_load.rows}


def test_what_came_stands_beside_what_was_asked_for(page_of):
    response = page_of("row-by-row")
    rows = rows_of(response)
    latency = rows["Latency p90 at 40 req/s"]
    assert (latency.got, latency.bound) == ("22.4 ms", "≤ 50 ms")
    assert (latency.word, latency.points, latency.maximum) == ("met", "5.0", "5")
    assert latency.interval != "–"
    vectorised = rows["Bulk ratio"]
    assert (vectorised.word, vectorised.points) == ("not met", "0.0")
    assert b"95&nbsp;% interval" in response.content


def test_what_the_load_came_to_is_told_with_memory_and_start(page_of):
    facts = dict(page_of("row-by-row").context["case"].under_load.facts)
    assert facts["Wrong answers"].startswith("0 of ")
    assert facts["Without an answer"] == "0"
    assert facts["Requests"].endswith(" s")
    assert facts["Peak memory"] == "48 MiB of 1,024 MiB"
    assert facts["Ready after"] == "0.4 s of 40 s"


def test_two_figures_on_the_page_are_one(page_of):
    """Of public stages alone the peak is another; a single run's p90 is, too."""
    response = page_of("row-by-row")
    assert response.context["case"].peak_memory == "48 MiB of 1,024 MiB"
    page = response.content.decode()
    assert "come within 22.4 ms, the median of 3 runs." in page
    assert "The picture has one run a rate." in page


def test_what_was_not_run_says_so_and_what_it_waits_for(page_of):
    response = page_of("guesses-under-load")
    latency = rows_of(response)["Latency p90"]  # no rate was tried
    assert (latency.word, latency.got) == ("not run", "–")
    assert latency.points == "–"
    facts = dict(response.context["case"].under_load.facts)
    assert facts["Wrong answers"].startswith("70 of 74")
    said = "because “Right answers to all, while many ask” is not met."
    assert said in response.content.decode()


def test_other_families_have_no_such_table():
    assert under_load(None, {"family": "training"}) is None
