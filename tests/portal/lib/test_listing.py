"""Rows that come along in another table's query are the rows themselves."""

import pytest
from django.db.models import OuterRef

from portal.grading.models import GradingJob, MeasurementRecord, Report
from portal.lib.listing import fixed, instant, listed, made, whole
from portal.submissions.models import Submission
from tests.factories.grading import NOON, a_job, a_submission, grade
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db


def values(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def test_every_field_comes_back_as_it_was(django_assert_num_queries):
    job = a_job()
    job.progress = [{"title": "Träning", "seconds": 0.1 + 0.2, "note": None}]
    job.not_before = NOON.replace(microsecond=123456)
    job.save()
    rows = GradingJob.objects.filter(submission=OuterRef("pk"))
    with django_assert_num_queries(1):
        found = Submission.objects.annotate(jobs=whole(rows, "submission")).get()
        [again] = made(GradingJob, found.jobs)
    assert values(again) == values(GradingJob.objects.get())
    assert again == job and not again._state.adding


@pytest.mark.parametrize("value", [0.1 + 0.2, 1e-300, -2.5e17, 1e15 / 3])
def test_numbers_come_back_to_the_last_digit(value):
    submission = a_submission()
    grade(submission, a_runner(courses=(submission.assignment.course,)))
    MeasurementRecord.objects.create(
        report=Report.objects.get(),
        name="m",
        value=value,
        aggregate="mean",
        repeats=[value],
    )
    rows = MeasurementRecord.objects.filter(report=OuterRef("pk"), name="m")
    found = Report.objects.annotate(more=whole(rows, "report")).get()
    [again] = made(MeasurementRecord, found.more)
    assert [again.value, *again.repeats, again.low] == [value, value, None]


def test_of_none_there_is_an_empty_list():
    a_submission()
    rows = GradingJob.objects.filter(submission=OuterRef("pk"), lane=77)
    found = Submission.objects.annotate(jobs=whole(rows, "submission")).get()
    assert made(GradingJob, found.jobs) == []


def test_an_instant_is_aware():
    a_submission()
    rows = Submission.objects.filter(pk=OuterRef("pk"))
    at = listed(rows, "pk", at="received_at")
    [one] = Submission.objects.annotate(more=at).get().more
    assert instant(one["at"]) == Submission.objects.get().received_at


def jobs_along():
    rows = GradingJob.objects.filter(submission=OuterRef("pk"))
    return {"jobs": whole(rows, "submission")}


def by_course():
    rows = Submission.objects.filter(assignment__course=OuterRef("assignment__course"))
    return {"others": whole(rows, "assignment__course")}


def test_what_is_put_together_once_says_the_same():
    job = a_job()
    a_job()
    for _ in range(2):
        found = Submission.objects.annotate(**fixed(Submission, jobs_along))
        alike = Submission.objects.annotate(**jobs_along())
        assert [one.jobs for one in found.order_by("pk")] == [
            one.jobs for one in alike.order_by("pk")
        ]
        again = found.filter(assignment__course__slug=job.submission.assignment.slug)
        assert list(again.values("pk")) == []


def test_it_hangs_on_nothing_but_its_own_row():
    with pytest.raises(ValueError, match="by_course hangs on another table"):
        fixed(Submission, by_course)
