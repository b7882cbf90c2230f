"""Where two have read: how alike, and whose word counts."""

from django.urls import reverse

from portal.grading.models import Score
from portal.marking.services import want_second
from tests.factories.grading import NOON
from tests.factories.marking import PARTLY, WHOLE


def test_the_second_readers_word_is_taken(klass, signed_in):
    submission = klass.submissions[0]
    klass.assess(submission, klass.tara, chosen=PARTLY)
    want_second(klass.assignment, klass.paper(submission), actor=klass.tara, now=NOON)
    klass.assess(submission, klass.ben, reading=2)
    address = reverse("marking:agreement", args=[klass.assignment.public_id])
    browser = signed_in(klass.ines)
    page = browser.get(address).content.decode()
    assert "Of 1 answer read twice" in page and "far apart" in page
    sent = {"paper": str(klass.paper(submission).id), "check": "note"}
    page = browser.post(address, sent, follow=True).content.decode()
    assert "counts now" in page and "the same" in page
    assert Score.objects.get(submission=submission).points == 98.0
    assert browser.post(address, {"paper": "x"}).status_code == 404


ONE_LEVEL_LESS = {"topics-are-justified": ["named-only"]}


def test_the_figures_are_those_that_one_works_out_by_hand(klass, signed_in):
    """6 and 8 of 10, 8 and 8, 8 and 6; of three criteria none, three and two alike."""
    pairs = ((PARTLY, WHOLE), (WHOLE, WHOLE), (WHOLE, ONE_LEVEL_LESS))
    for submission, (first, second) in zip(klass.submissions, pairs, strict=True):
        klass.assess(submission, klass.tara, chosen=first)
        paper = klass.paper(submission)
        want_second(klass.assignment, paper, actor=klass.tara, now=NOON)
        klass.assess(submission, klass.ben, reading=2, chosen=second)
    address = reverse("marking:agreement", args=[klass.assignment.public_id])
    page = " ".join(signed_in(klass.ines).get(address).content.decode().split())
    assert "Of 3 answers read twice, 56&nbsp;% of the criteria got the same" in page
    assert "The readers are 1.3 points apart on average" in page
    assert [page.count(f"the same in {n}&nbsp;%") for n in (33, 67)] == [1, 2]


def test_with_nothing_read_twice_it_says_how_to(klass, signed_in):
    address = reverse("marking:agreement", args=[klass.assignment.public_id])
    page = signed_in(klass.tara).get(address).content.decode()
    assert "No answer has been read by two yet" in page
