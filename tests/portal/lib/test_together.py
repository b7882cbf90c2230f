"""Unlike reads come back from one statement as they would from their own."""

from datetime import timedelta

import pytest
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min

from portal.grading.models import GradingJob
from portal.lib.listing import instant
from portal.lib.together import length, part, together
from portal.submissions.models import Submission
from tests.factories.grading import (
    NOON,
    a_course,
    an_assignment,
    an_enrollment,
    hand_in,
)

pytestmark = pytest.mark.django_db


def handed_in(by="assignment__slug", rows=None, **values):
    return part(
        "work", Submission.objects.all() if rows is None else rows, by, **values
    )


@pytest.fixture
def course():
    course = a_course()
    for slug, count in (("one", 2), ("two", 1)):
        item = an_assignment(course, slug=slug)
        for _ in range(count):
            hand_in(item, an_enrollment(course))
    return course


def test_parts_are_told_apart_in_one_statement(course, django_assert_num_queries):
    jobs = part(
        "jobs", GradingJob.objects.all(), "submission__assignment__slug", state="state"
    )
    with django_assert_num_queries(1):
        found = together(handed_in(count=Count("pk")), jobs)
    assert dict(found["work"]) == {"one": {"count": 2}, "two": {"count": 1}}
    assert sorted(key for key, _ in found["jobs"]) == ["one", "one", "two"]
    assert found["jobs"][0][1] == {"state": "queued"}
    assert found["others"] == []


def test_a_count_beside_a_field_is_of_each_value(course):
    found = together(handed_in(count=Count("pk"), number="number", team="team"))
    rows = [(key, said["count"], said["team"]) for key, said in found["work"]]
    assert sorted(rows) == [("one", 2, None), ("two", 1, None)]


def test_instants_and_lengths_can_be_read(course):
    Submission.objects.update(received_at=NOON.replace(microsecond=250_000))
    took = ExpressionWrapper(F("received_at") - NOON, DurationField())
    said = {"first": Min("received_at"), "took": Avg(took)}
    rows = together(handed_in("assignment__course__slug", **said))["work"]
    ((_, one),) = rows
    assert instant(one["first"]) == NOON.replace(microsecond=250_000)
    assert length(one["took"]) == timedelta(milliseconds=250)


@pytest.mark.parametrize("days", [0, 3])
def test_long_lengths_and_none_are_read_too(course, days):
    Submission.objects.update(received_at=NOON + timedelta(days=days, seconds=5))
    took = ExpressionWrapper(F("received_at") - NOON, DurationField())
    rows = together(handed_in("assignment__course__slug", took=Avg(took)))["work"]
    assert length(rows[0][1]["took"]) == timedelta(days=days, seconds=5)
    assert length(None) is None


def test_what_is_empty_is_left_out(course, django_assert_num_queries):
    nothing = handed_in(rows=Submission.objects.filter(pk__in=[]), count=Count("pk"))
    assert dict(together(nothing, handed_in(count=Count("pk")))["work"]).keys() == {
        "one",
        "two",
    }
    with django_assert_num_queries(0):
        assert together(nothing)["work"] == together()["work"] == []
