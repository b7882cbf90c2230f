from django.urls import reverse
from django.utils import timezone

from portal.grading.models import GradingJob, Report
from portal.grading.services import cancel

HTMX = {"HX-Request": "true"}


def address(term, name, page="submission"):
    return reverse(f"student:{page}", args=[term.submissions[name].public_id])


def text(response):
    return response.content.decode()


def test_a_graded_one_shows_score_checks_and_where_it_ran(term, signed_in):
    page = text(signed_in(term.alice).get(address(term, "best")))
    assert '<div class="score-n">71.0</div>' in page
    assert "12 of 500 predictions differ" in page
    assert "0.9610, median of 3 seeds, 95\xa0% interval 0.9525–0.9690." in page
    assert "cpu-01" in page


def test_whose_move_it_is_stands_there_exactly_once(term, signed_in):
    browser = signed_in(term.alice)
    for name in term.submissions:
        assert text(browser.get(address(term, name))).count('class="move ') == 1


def test_a_check_that_is_shown_later_tells_a_student_no_points(term, signed_in):
    student = text(signed_in(term.alice).get(address(term, "best")))
    assert "shown later" in student and "76.0" not in student
    assert "76.0" in text(signed_in(term.tara).get(address(term, "best")))


def test_what_was_stopped_says_what_to_try_and_why_checks_were_not_run(term, signed_in):
    page = text(signed_in(term.alice).get(address(term, "timeout")))
    assert "Look for a loop that does not end." in page
    assert "Not run: the grading ended before it." in page


def test_only_staff_read_the_judges_note(term, signed_in):
    note = "labels has 499 rows"
    assert note not in text(signed_in(term.alice).get(address(term, "broken")))
    assert note in text(signed_in(term.tara).get(address(term, "broken")))


def test_a_poll_is_answered_304_while_nothing_changed(term, signed_in):
    browser = signed_in(term.alice)
    first = browser.get(address(term, "queued"), headers=HTMX)
    assert first.status_code == 200
    assert 'hx-swap-oob="true"' in text(first)
    again = browser.get(
        address(term, "queued"), headers={**HTMX, "If-None-Match": first["ETag"]}
    )
    assert again.status_code == 304


def test_a_poll_after_the_end_stops_and_reloads(term, signed_in):
    cancel(term.submissions["queued"], actor=term.alice, now=timezone.now())
    response = signed_in(term.alice).get(address(term, "queued"), headers=HTMX)
    assert response.status_code == 286
    assert response["HX-Refresh"] == "true"


def test_a_page_of_an_ended_job_asks_nothing(term, signed_in):
    assert "hx-get" not in text(signed_in(term.alice).get(address(term, "best")))


def test_cancelling_needs_a_post_and_says_what_it_did(term, signed_in):
    browser = signed_in(term.alice)
    assert browser.get(address(term, "queued", "cancel")).status_code == 405
    response = browser.post(address(term, "queued", "cancel"), follow=True)
    assert "cancelled" in text(response)
    assert GradingJob.objects.get(pk=term.jobs["queued"].pk).state == "cancelled"


def test_cancelling_what_has_ended_is_refused_in_words(term, signed_in):
    response = signed_in(term.alice).post(address(term, "best", "cancel"))
    assert response.status_code == 409
    assert "Nothing of this submission waits" in text(response)


def test_a_report_without_isolation_says_so_loudly(term, signed_in):
    Report.objects.update(sandbox="process")
    page = text(signed_in(term.alice).get(address(term, "best")))
    assert "Nothing isolated this grading." in page


def test_a_stranger_finds_nothing(term, signed_in):
    assert signed_in(term.omar).get(address(term, "best")).status_code == 404
