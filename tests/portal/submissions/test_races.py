"""Two at once: the last grading is taken once, numbers and rows stay whole."""

import threading

import pytest
from django.db import connection

from portal.grading.models import GradingJob
from portal.submissions import services
from portal.submissions.models import Artifact, Charge, QuotaBucket, Submission
from tests.factories.grading import NOON, an_assignment, an_enrollment, hand_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return what they gave."""
    barrier, given = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number):
        barrier.wait(timeout=10)
        try:
            given[number] = calls[number]()
        except Exception as error:
            given[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    failed = [item for item in given if isinstance(item, Exception)]
    assert not failed, failed
    return given


@pytest.fixture
def assignment():
    return an_assignment(per_day=1)


def test_of_two_hand_ins_with_one_grading_left_one_is_held(assignment):
    alice = an_enrollment(assignment.course)
    submissions = at_once(*[lambda: hand_in(assignment, alice)] * 2)
    assert sorted(s.number for s in submissions) == [1, 2]
    assert sorted(s.charge for s in submissions) == [Charge.HELD, Charge.RESERVED]
    states = GradingJob.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == ["held", "queued"]
    assert QuotaBucket.objects.get().level == 0.0


def test_a_new_bucket_is_made_once(assignment):
    alice = an_enrollment(assignment.course)

    def reserve():
        return services.reserve(assignment, alice, per_day=3, now=NOON).taken

    assert sorted(at_once(*[reserve] * 6)) == [False] * 3 + [True] * 3
    assert QuotaBucket.objects.count() == 1


def test_the_same_key_twice_at_once_is_one_submission(assignment):
    alice = an_enrollment(assignment.course)
    both = at_once(*[lambda: hand_in(assignment, alice, idempotency_key="k")] * 2)
    assert both[0] == both[1]
    assert Submission.objects.count() == GradingJob.objects.count() == 1


def test_the_same_bytes_from_many_at_once_are_one_artifact(assignment):
    people = [an_enrollment(assignment.course) for _ in range(4)]
    at_once(*[lambda who=who: hand_in(assignment, who) for who in people])
    assert Submission.objects.count() == 4
    assert Artifact.objects.count() == 1
