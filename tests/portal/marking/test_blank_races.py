"""Two at once: everybody gets one paper, and what is graded is not taken back."""

import pytest

from portal.grading.models import Score
from portal.lib.errors import NotFoundError
from portal.marking.selectors.desk import desk_of
from portal.marking.services import assess, begin_papers, take_papers_back
from portal.submissions.models import Submission
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import a_grader, an_exam, said, typed
from tests.portal.submissions.test_races import at_once

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
