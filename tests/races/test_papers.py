"""Two at once: everybody gets one paper, and what is graded is not taken back."""

import pytest
from django.db import IntegrityError, transaction

from portal.grading.models import Score
from portal.lib.errors import NotFoundError
from portal.marking.selectors.desk import desk_of
from portal.marking.services import assess, begin_papers, take_papers_back
from portal.submissions.models import Submission
from portal.submissions.services import Blank, store_blanks
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import a_grader, an_exam, said, typed
from tests.races.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_begin_at_once_each_student_gets_one_paper():
    assignment = an_exam()
    tara = a_grader(assignment.course)
    for name in ("Alice", "Bob"):
        an_enrollment(assignment.course, name)
    begun = at_once(*[lambda: begin_papers(assignment, actor=tara, now=NOON)] * 4)
    assert sorted(one.papers for one in begun) == [0, 0, 0, 2]
    assert Submission.objects.count() == Score.objects.count() == 2


def test_grading_and_taking_back_at_once_lose_nothing():
    assignment = an_exam()
    course = assignment.course
    tara = a_grader(course)
    an_enrollment(course, "Alice")
    begin_papers(assignment, actor=tara, now=NOON)
    (paper,) = desk_of(assignment, now=NOON).papers
    check = paper.stations[0].check

    def give():
        try:
            assess(
                paper.submission, check, said(typed(4)), base=0, actor=tara, now=NOON
            )
        except NotFoundError:
            return False
        return True

    def take():
        return not take_papers_back(assignment, actor=tara, now=NOON)

    kept = at_once(give, take)
    assert kept[0] == kept[1] == Submission.objects.exists()


def test_without_the_lock_the_numbers_decide_who_was_first():
    assignment = an_exam()
    tara, alice = a_grader(assignment.course), an_enrollment(assignment.course)

    def store():
        with transaction.atomic():
            return store_blanks(
                assignment.published_version,
                [Blank((alice,))],
                received_at=NOON,
                actor=tara,
            )

    found = at_once(*[store] * 3)
    assert sum(isinstance(one, IntegrityError) for one in found) == 2
    assert Submission.objects.count() == 1
