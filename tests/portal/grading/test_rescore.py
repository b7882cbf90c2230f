"""A changed curve scores a class anew, without running anything."""

from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command

from graders.protocol import CheckResult
from portal.audit.models import Event
from portal.grading.models import GradingJob, Score
from portal.grading.services import accept_report
from tests.factories.grading import (
    NOON,
    a_check,
    a_course,
    a_job,
    a_report,
    a_submission,
    a_version,
    an_assignment,
    an_enrollment,
    claim,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
LINE = {"kind": "line", "numbers": [0.0, 1.0]}
STAIRS = {"kind": "bands", "numbers": [0.5, 50, 0.9, 100]}
COURSE = "w251:2026 Fall"


@pytest.fixture
def homework():
    """Three graded students: 0.4, 0.6 and 1.0 of a line over 10 points."""
    course = a_course("w251")
    checks = [a_check("accuracy", 10.0, curve=LINE, measure="accuracy")]
    assignment = an_assignment(course, checks)
    runner = a_runner()
    for name, value in (("Ann", 0.4), ("Ben", 0.6), ("Cem", 1.0)):
        job = a_job(a_submission(assignment, an_enrollment(course, name)))
        granted = claim(runner)
        found = (CheckResult("accuracy", value=value),)
        accept_report(granted.use, a_report(granted, checks=found), now=NOON)
        assert granted.job == job
    return assignment


def publish(assignment, **change):
    """Publish another version; ``change`` is made to its only check."""
    spec = deepcopy(assignment.published_version.spec)
    spec["grade"] |= change.pop("grade", {})
    spec["checks"][0] |= change
    assignment.published_version = a_version(assignment, spec)
    assignment.save()
    return assignment.published_version


def points():
    return list(Score.objects.order_by("pk").values_list("points", flat=True))


def rescore(capsys, *more):
    call_command("grades", "rescore", "hw05", "--course", COURSE, *more)
    return capsys.readouterr().out


def test_a_changed_curve_counts_for_everybody_and_runs_nothing(homework, capsys):
    jobs = GradingJob.objects.count()
    version = publish(homework, curve=STAIRS)

    said = rescore(capsys)

    assert points() == [0.0, 5.0, 10.0]
    assert "Ann, submission 1: 4 -> 0 (-4)" in said
    assert "3 scores by version 000000, 2 changed: 0 up, 2 down" in said
    assert "from -4 to -1, median -2.5" in said
    assert GradingJob.objects.count() == jobs
    assert all(job.curves_version == version for job in GradingJob.objects.all())


def test_a_dry_run_says_the_same_and_changes_nothing(homework, capsys):
    publish(homework, curve=STAIRS)
    events = Event.objects.count()

    said = rescore(capsys, "--dry-run")

    assert "2 would change" in said and "Ben, submission 1: 6 -> 5 (-1)" in said
    assert points() == [4.0, 6.0, 10.0]
    assert not GradingJob.objects.filter(scored_under__isnull=False).exists()
    assert Event.objects.count() == events


def test_what_changed_is_audited(homework, capsys):
    version = publish(homework, curve=STAIRS)
    rescore(capsys)
    whole = Event.objects.get(verb="assignment.rescored")
    assert whole.data == {"version": version.digest, "total": 3, "changed": 2}
    each = Event.objects.filter(verb="job.rescored").order_by("pk")
    assert [(e.data["before"], e.data["after"]) for e in each] == [(4, 0), (6, 5)]


def test_rebuilding_keeps_what_a_rescore_decided(homework, capsys):
    publish(homework, curve=STAIRS)
    rescore(capsys)
    call_command("grades", "rebuild")
    assert "3 scores computed, 0 changed" in capsys.readouterr().out
    Score.objects.all().delete()
    call_command("grades", "rebuild")
    assert points() == [0.0, 5.0, 10.0]


def test_publishing_alone_changes_no_score(homework, capsys):
    publish(homework, curve=STAIRS)
    call_command("grades", "rebuild")
    assert "3 scores computed, 0 changed" in capsys.readouterr().out


def test_a_rescore_can_be_taken_back(homework, capsys):
    first = homework.published_version
    publish(homework, curve=STAIRS)
    rescore(capsys)
    homework.published_version = first
    homework.save()
    rescore(capsys)
    assert points() == [4.0, 6.0, 10.0]
    assert not GradingJob.objects.filter(scored_under__isnull=False).exists()


def test_again_changes_nothing(homework, capsys):
    publish(homework, curve=STAIRS)
    rescore(capsys)
    assert "3 scores by version 000000, 0 changed." in rescore(capsys)


def test_another_judge_is_refused_with_what_changed(homework, capsys):
    publish(homework, curve=STAIRS, grade={"seeds": 7})
    with pytest.raises(CommandError, match=r"which graded 3, differs in grade\.seeds"):
        rescore(capsys)
    assert points() == [4.0, 6.0, 10.0]


def test_one_unfit_version_among_many_refuses_them_all(homework, capsys):
    publish(homework, curve=STAIRS, grade={"seeds": 7})
    late = a_job(a_submission(homework, an_enrollment(homework.course, "Dee")))
    granted = claim(a_runner("cpu-02"))
    found = (CheckResult("accuracy", value=0.8),)
    accept_report(granted.use, a_report(granted, checks=found), now=NOON)
    assert granted.job == late
    with pytest.raises(CommandError, match="Grade those submissions again"):
        rescore(capsys)
    assert points() == [4.0, 6.0, 10.0, 5.0]


@pytest.mark.parametrize(
    ("slug", "course", "said"),
    [
        ("hw05", "w251", "write it as w251:2022 Fall"),
        ("hw05", "w251:2022 Fall", "no assignment"),
        ("hw99", COURSE, "no assignment"),
    ],
)
def test_what_is_not_there_is_said(homework, slug, course, said):
    with pytest.raises(CommandError, match=said):
        call_command("grades", "rescore", slug, "--course", course)
