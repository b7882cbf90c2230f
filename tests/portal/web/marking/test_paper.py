"""One paper: read, judged by keys, kept; two graders lose nothing of each other's."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.assessments.models import Assessment, Remark
from portal.grading.models import Score
from portal.marking.models import Allotment
from portal.marking.papers import sealed
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import PARTLY, WHOLE, a_graded, add_file, said
from tests.factories.pdf import pdf_of
from tests.factories.runners import a_runner
from tests.portal.web.marking.conftest import sent

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tara(klass, signed_in):
    return signed_in(klass.tara)


def text(response):
    """Return the page on one line, however its template is broken."""
    return " ".join(response.content.decode().split())


def test_it_shows_the_work_in_lines_and_a_key_for_every_item(
    prepared, tara, paper_page
):
    page = text(tara.get(paper_page()))
    assert "Paper 1 of 3" in page and "0 graded, 3 to go" in page
    assert "automatic checks 90.0 of 90" in page
    assert '<span class="k">import</span>' in page
    assert 'aria-label="Comment on line 7"' in page
    keys = re.findall(r'data-key="(\w)"', page)
    assert len(keys) == len(set(keys))
    assert set("1234567") <= set(keys) and set("cflsu") <= set(keys)


def test_saving_makes_points_and_leads_to_the_next(klass, tara, paper_page):
    answer = tara.post(paper_page(), sent(PARTLY), follow=True)
    assert "Paper 2 of 3" in text(answer) and "1 graded, 2 to go" in text(answer)
    score = Score.objects.get(submission=klass.desk.papers[0].submission)
    assert (score.points, score.pending_points) == (96.0, 0.0)


def test_the_last_one_leads_back_to_the_desk(klass, tara, paper_page):
    for number in range(3):
        answer = tara.post(paper_page(number), sent(WHOLE), follow=True)
    assert "Nothing of yours is left" in text(answer)
    assert "All 3 answers are graded" in text(answer)


def test_without_a_level_it_is_not_kept_and_what_was_chosen_stays(tara, paper_page):
    wrong = sent({"choice-fits-the-failure": ["no-reason"]}, **{"note:comment": "Hm."})
    answer = tara.post(paper_page(), wrong)
    page = text(answer)
    assert answer.status_code == 400 and "Choose a level for every" in page
    assert re.search(r'value="no-reason"\s+checked', page) and ">Hm.</textarea>" in page
    assert not Assessment.objects.exists()


def test_every_change_is_kept_as_a_draft_and_says_what_it_comes_to(tara, paper_page):
    draft = sent(PARTLY, do="draft")
    answer = tara.post(paper_page(), draft, headers=HTMX)
    said_now = text(answer)
    assert "<b>6</b> <small>/ 10</small>" in said_now and "Draft by Tara" in said_now
    assert 'id="base-note" value="1"' in said_now and "hx-swap-oob" in said_now
    row = Assessment.objects.get()
    assert (row.chosen, row.is_done) == (PARTLY, False)


def test_two_graders_lose_nothing(klass, tara, signed_in, paper_page):
    ben = signed_in(klass.ben)
    tara.post(paper_page(), sent(PARTLY, **{"note:comment": "Tara’s."}))
    answer = ben.post(paper_page(), sent(WHOLE, **{"note:comment": "Ben’s."}))
    page = text(answer)
    assert answer.status_code == 409 and "Tara Lindqvist saved this meanwhile" in page
    assert "Ben’s." in page and 'id="base-note" value="1"' in page
    assert Assessment.objects.get().comment == "Tara’s."
    ben.post(paper_page(), sent(WHOLE, base=1, **{"note:comment": "Ben’s."}))
    row = Assessment.objects.get()
    assert (row.comment, row.revisions.count()) == ("Ben’s.", 2)


def test_a_stale_draft_is_told_in_the_tally(klass, tara, signed_in, paper_page):
    tara.post(paper_page(), sent(PARTLY))
    answer = signed_in(klass.ben).post(
        paper_page(), sent(WHOLE, do="draft"), headers=HTMX
    )
    assert "saved this meanwhile" in text(answer) and "base-note" not in text(answer)
    assert Assessment.objects.get().chosen == PARTLY


def test_who_else_is_here_is_seen(klass, tara, signed_in, paper_page):
    address = paper_page() + "presence/"
    assert "open too" not in text(tara.post(address))
    assert "Tara Lindqvist has this open too" in text(
        signed_in(klass.ben).post(address)
    )


def test_undo_flag_and_kept_comments(klass, tara, paper_page):
    tara.post(paper_page(), sent(WHOLE))
    tara.post(paper_page(), {"do": "undo"})
    assert Assessment.objects.get().is_done is False
    page = text(tara.post(paper_page(), {"do": "flag"}, follow=True))
    assert "Unflag" in page and Allotment.objects.get().reading == 2
    tara.post(paper_page(), {"do": "flag"})
    assert not Allotment.objects.exists()
    kept = sent(WHOLE, do="phrase:note", **{"note:comment": "Say why."})
    assert "Comments to use again (1)" in text(
        tara.post(paper_page(), kept, follow=True)
    )
    key = klass.assignment.phrases.get().public_id
    tara.post(paper_page(), {"do": f"drop-phrase:{key}"})
    assert not klass.assignment.phrases.filter(is_removed=False).exists()


def test_a_comment_stands_under_its_line_until_it_is_taken_back(
    prepared, tara, paper_page
):
    place = {"remark-file": "2", "remark-place": "7"}
    wanted = {**place, "remark-text": "QoS 0 <may> lose it."}
    page = text(
        tara.post(paper_page(), sent(PARTLY, do="remark", **wanted), follow=True)
    )
    assert re.search(r'class="on" id="line-7-2".*?QoS 0 &lt;may&gt; lose it', page)
    assert Assessment.objects.get().chosen == PARTLY  # nothing chosen was lost
    key = Remark.objects.get().public_id
    page = text(tara.post(paper_page(), {"do": f"withdraw:{key}"}, follow=True))
    assert "lose it" not in page


def test_a_comment_at_a_place_is_kept_whatever_button_is_pressed(
    klass, tara, paper_page
):
    place = {"remark-file": "2", "remark-place": "7", "remark-text": "Why?"}
    tara.post(paper_page(), sent(WHOLE, **place))
    assert Remark.objects.get().text == "Why?"
    nowhere = {**place, "remark-place": "x", "remark-text": "And this?"}
    answer = tara.post(paper_page(), sent(WHOLE, base=1, **nowhere))
    page = text(answer)
    assert answer.status_code == 400 and ">And this?</textarea>" in page
    assert Remark.objects.count() == 1


def test_a_place_on_a_page_is_told_in_percent(klass, tara, paper_page):
    submission = klass.desk.papers[0].submission
    add_file(submission, "report.pdf", pdf_of("One", "Two"))
    here = {"remark-file": "3", "remark-place": "2", "remark-text": "Here."}
    spot = {"remark-left": "12.5", "remark-top": "80"}
    tara.post(paper_page(), sent(WHOLE, do="remark", **here, **spot))
    row = Remark.objects.get()
    assert (row.kind, row.place, row.left, row.top) == ("page", 2, 125, 800)
    beyond = {"remark-left": "12.5", "remark-top": "101"}
    answer = tara.post(paper_page(), sent(WHOLE, do="remark", **here, **beyond))
    assert answer.status_code == 400 and Remark.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "remark", "remark-file": "9", "remark-place": "1"},
        {"do": "remark", "remark-file": "1", "remark-place": "x"},
        {"do": "withdraw:nothing"},
        {"do": "dance"},
        {"note:base": "0", "note:adjustment": "much"},
        {"note:base": "0", "note:adjustment": "nan"},
    ],
)
def test_what_cannot_be_done_is_said(tara, paper_page, wrong):
    assert tara.post(paper_page(), wrong).status_code in (400, 404)


def test_an_address_points_at_a_place(prepared, tara, paper_page):
    page = text(tara.get(paper_page(query="?at=line:3:2")))
    assert 'id="remark-place"' in page and 'value="3"' in page
    assert 'class="on" id="line-3-2"' in page
    assert tara.get(paper_page(query="?at=odd")).status_code == 200


def test_one_question_after_another(klass, tara, paper_page):
    assert "note" in text(tara.get(paper_page(query="?check=note"))).lower()
    answer = tara.post(paper_page(query="?check=note"), sent(WHOLE))
    assert answer["Location"].endswith("?check=note")
    assert tara.get(paper_page(query="?check=nothing")).status_code == 404


def test_a_second_reader_sees_nothing_of_the_first(klass, tara, signed_in, paper_page):
    wanted = {"remark-file": "1", "remark-place": "1", "remark-text": "Tara’s."}
    tara.post(paper_page(), sent(PARTLY, do="remark", **wanted))
    tara.post(paper_page(), sent(PARTLY, base=1))
    tara.post(paper_page(), {"do": "flag"})
    page = text(signed_in(klass.ben).get(paper_page(query="?reading=2")))
    assert "Second reading" in page and "Tara’s." not in page
    assert " checked" not in page.split("<aside")[1]


def test_in_blind_mode_no_name_is_anywhere(blind, signed_in, paper_page):
    number = next(
        n
        for n, p in enumerate(blind.desk.papers)
        if p.submission == blind.submissions[0]
    )
    page = text(signed_in(blind.tara).get(paper_page(number)))
    for secret in ("Alice", "Moreno", str(blind.submissions[0].public_id)):
        assert secret not in page
    assert blind.desk.papers[number].name in page


def test_a_file_is_sent_as_it_came_under_the_papers_id(klass, tara, paper_page):
    answer = tara.get(paper_page() + "files/2/")
    assert b"".join(answer.streaming_content).startswith(b"import paho")
    assert tara.get(paper_page() + "files/9/").status_code == 404


def test_queries_do_not_grow_with_the_class(klass, tara, paper_page):
    counts = []
    for more in (0, 15):
        runner = a_runner()
        for _ in range(more):
            enrollment = an_enrollment(klass.assignment.course)
            submission = a_graded(klass.assignment, enrollment, runner=runner)
            klass.assess(submission, klass.ben)
        open_ones = [n for n, p in enumerate(klass.desk.papers) if not p.is_done]
        address = paper_page(open_ones[0])
        tara.get(address)  # what was handed in is asked for once
        with CaptureQueriesContext(connection) as asked:
            assert tara.get(address).status_code == 200
        counts.append(len(asked))
    assert counts == [9, 9]


def test_another_submission_of_the_same_student_can_be_looked_at(klass, tara):
    alice = klass.submissions[0].enrollment
    later = a_graded(klass.assignment, alice, now=NOON)
    key = [klass.assignment.public_id, sealed(later.public_id, klass.assignment)]
    page = text(tara.get(reverse("marking:paper", args=key)))
    assert "beside your queue" in page and "another one counts" in page


def test_what_was_found_before_can_be_taken_over(klass, tara, paper_page):
    first = klass.desk.papers[0].submission
    klass.assess(first, chosen=PARTLY, comment="Good.")
    add_better(first)
    number = next(
        n for n, p in enumerate(klass.desk.papers) if p.submission.number == 2
    )
    assert "Submission 1 of theirs was graded" in text(tara.get(paper_page(number)))
    answer = tara.post(paper_page(number), sent({}, do="take-over"), follow=True)
    page = text(answer)
    assert "Taken over" in page and "Good.</textarea>" in page
    row = Assessment.objects.get(submission__number=2)
    assert (row.chosen, row.is_done) == (PARTLY, False)


def add_better(submission):
    """Hand in again for the same student; it counts, for its score is higher."""
    again = a_graded(submission.assignment, submission.enrollment)
    Score.objects.filter(submission=again).update(points=97.0)


def test_to_students_it_is_not_there(klass, signed_in, paper_page):
    browser = signed_in(klass.submissions[0].enrollment.user)
    assert browser.get(paper_page()).status_code == 404
    assert browser.post(paper_page(), sent(said().chosen)).status_code == 404
