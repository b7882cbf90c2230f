"""What the page says of a server under load."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from graders.protocol import CheckResult, Measurement, Series
from portal.grading.services import cancel
from portal.web.student.serving import latency_of
from tests.factories.grading import (
    a_check,
    a_submission,
    an_assignment,
    grade,
)
from tests.factories.runners import a_runner

COLUMNS = ("offered, req/s", "p50, ms", "p90, ms", "errors, %", "lag, ms")
ROWS = ((48, 3.1, 5.1, 0, 0.4), (60, 3.4, 6.4, 0, 0.5), (75, 9.0, 2100.0, 4.5, 1.2))


def a_report(rows=ROWS, columns=COLUMNS, asked=((60, 150, 90),)):
    series = [
        {"name": "latency-by-rate", "columns": list(columns), "rows": rows},
        {"name": "latency-bound", "columns": ["at", "bound, ms", "p"], "rows": asked},
    ]
    return SimpleNamespace(series=series, measurements=())


def test_it_says_what_was_met_and_where_it_broke():
    latency = latency_of(a_report())
    said = "At 60 requests a second, 90 of 100 answers come within 6.4 ms."
    assert latency.finding == said
    assert "held up to 60 a second and broke at 75" in latency.more
    assert latency.lag == "1.2 ms"
    assert latency.rows[-1] == ("75", "9.0", "2,100", "4.5", "1.2")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ROWS[:2], "held at every rate, up to 60 a second"),
        ([(r, 300, 400, 0, 0) for r in (48, 60)], "broke at every rate"),
    ],
)
def test_it_says_so_when_the_bound_held_or_broke_everywhere(rows, said):
    assert said in latency_of(a_report(rows)).more


@pytest.mark.parametrize(
    "report",
    [
        SimpleNamespace(series=[], measurements=()),
        a_report(ROWS[:1]),
        a_report(asked=()),
        a_report(asked=((60, 150, 99),)),
    ],
    ids=["no series", "one rate", "no bound", "a percentile that is not there"],
)
def test_without_enough_figures_there_is_no_picture(report):
    assert latency_of(report) is None


def a_served(term):
    checks = [a_check("rate", 20.0, measure="rate")]
    lab = an_assignment(
        term.course, checks, slug="lab3", title="Serve it", family="serving", points=20
    )
    alice = term.course.enrollments.get(user=term.alice)
    submission = a_submission(lab, alice, now=timezone.now())
    series = (
        Series("latency-by-rate", "rate", COLUMNS, ROWS),
        Series("latency-bound", "rate", ("at", "bound, ms", "p"), ((60, 150, 90),)),
    )
    found = {
        "checks": (CheckResult("rate", value=60.0),),
        "measurements": (Measurement("rate", 60.0, "req/s"),),
        "series": series,
    }
    grade(submission, a_runner("srv-01"), now=timezone.now(), **found)
    return submission


def page_of(submission, browser):
    return browser.get(f"/submissions/{submission.public_id}/").content.decode()


def test_the_page_shows_the_picture_and_every_load(term, signed_in):
    cancel(term.submissions["queued"], actor=term.alice, now=timezone.now())
    page = page_of(a_served(term), signed_in(term.alice))
    assert "90 of 100 answers come within 6.4 ms" in page
    assert "p90 bound 150 ms" in page
    assert "The load generator kept time" in page
