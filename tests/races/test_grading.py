"""Two people who grade, decide or publish at the same moment."""

from functools import partial

import pytest

from portal.assessments.models import Assessment, Revision
from portal.gradebook.services import release
from portal.grading.models import Score
from portal.lib.errors import ConflictError
from portal.marking import services
from portal.marking.models import RegradeRequest
from tests.factories.grading import NOON
from tests.factories.marking import (
    PARTLY,
    WHOLE,
    a_class,
    a_grader,
    a_written_assignment,
    said,
    the_check,
)
from tests.races.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene():
    assignment = a_written_assignment()
    (submission,) = a_class(assignment, "Alice Moreno")
    names = ("Tara Lindqvist", "Ben Adeyemi", "Ines Ortega")
    staff = [a_grader(assignment.course, name, "instructor") for name in names]
    return assignment, submission, staff


def assess(assignment, submission, actor, chosen):
    return services.assess(
        submission,
        the_check(assignment),
        said(chosen),
        base=0,
        actor=actor,
        now=NOON,
    )


def test_of_two_who_save_at_once_one_is_told_and_nothing_is_mixed(scene):
    assignment, submission, (tara, ben, _) = scene
    found = at_once(
        partial(assess, assignment, submission, tara, WHOLE),
        partial(assess, assignment, submission, ben, PARTLY),
    )
    assert sorted(isinstance(one, ConflictError) for one in found) == [False, True]
    row = Assessment.objects.get()
    assert Revision.objects.count() == row.revision == 1
    expected = 98.0 if row.author == tara else 96.0
    assert Score.objects.get().points == expected


def test_of_two_who_decide_at_once_one_does(scene):
    assignment, submission, (tara, ben, ines) = scene
    release(assignment, reason="Done.", actor=ines, now=NOON)
    author = submission.enrollment.user
    ask = partial(
        services.open_request, submission, text="Why?", actor=author, now=NOON
    )
    asked = at_once(ask, ask)
    assert sum(isinstance(one, ConflictError) for one in asked) == 1
    request = RegradeRequest.objects.get()
    decide = partial(services.decide, request, text="Read it again.", now=NOON)
    found = at_once(
        partial(decide, is_accepted=True, actor=tara),
        partial(decide, is_accepted=False, actor=ben),
    )
    assert sum(isinstance(one, ConflictError) for one in found) == 1
    assert request.messages.count() == 2
