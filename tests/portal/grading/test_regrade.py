"""A newer version is tried on a class; it counts once published, for nobody before."""

from copy import deepcopy

import pytest

from graders.protocol import CheckResult, Outcome
from portal.audit.models import Event
from portal.grading.models import Regrade, Score
from portal.grading.selectors import latest_job, visible_report
from portal.grading.selectors.regrade import trial_of
from portal.grading.services import (
    begin_regrade,
    drop_regrade,
    publish_regrade,
    rebuild_scores,
)
from portal.grading.services.report import accept_report
from portal.grading.states import JobState, Lane
from portal.lib.errors import ConflictError, InvalidError, NotFoundError, RefusedError
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
WHY = {"reason": "The hidden data was wrong.", "now": NOON}


@pytest.fixture
def homework():
    """Ann has 4 of 10, Ben 6, Cem 10."""
    assignment = an_assignment(
        a_course("w251"), [a_check("accuracy", 10.0, curve=LINE, measure="accuracy")]
    )
    runner = a_runner()
    for name, value in (("Ann", 0.4), ("Ben", 0.6), ("Cem", 1.0)):
        a_job(a_submission(assignment, an_enrollment(assignment.course, name)))
        report(claim(runner), value)
    return assignment


@pytest.fixture
def tara(homework):
    return an_enrollment(homework.course, "Tara", "instructor").user


@pytest.fixture
def begun(homework, tara):
    """A trial of another judge, still queued."""
    spec = deepcopy(homework.published_version.spec)
    spec["grade"]["seeds"] = 7
    version = a_version(homework, spec)
    return begin_regrade(homework, version, actor=tara, **WHY)


def report(granted, value, outcome=Outcome.GRADED):
    checks = (CheckResult("accuracy", value=value),) if value is not None else ()
    accept_report(granted.use, a_report(granted, outcome, checks=checks), now=NOON)


def finish(begun, **values):
    """Let the runner find ``values`` by name; Cem's stays 1.0."""
    runner = a_runner("cpu-02")
    for _ in range(begun.jobs.count()):
        granted = claim(runner)
        name = granted.job.submission.enrollment.user.name
        report(granted, values.get(name, 1.0))


def points():
    return list(Score.objects.order_by("submission").values_list("points", flat=True))


def test_it_runs_behind_everybody_and_no_student_knows(begun):
    assert {job.lane for job in begun.jobs.all()} == {Lane.BULK}
    assert {job.version for job in begun.jobs.all()} == {begun.version}
    ann = begun.jobs.first().submission
    assert latest_job(ann).state == JobState.DONE
    finish(begun, Ann=0.9, Ben=0.5)
    author = ann.enrollment.user
    assert visible_report(ann, viewer=author).version != begun.version.digest
    assert points() == [4.0, 6.0, 10.0]
    assert rebuild_scores(now=NOON) == (3, 0)


def test_the_difference_says_was_would_be_and_why(begun):
    assert trial_of(begun).waiting == 3
    finish(begun, Ann=0.9, Ben=0.5)
    trial = trial_of(begun)
    assert (trial.up, trial.down, trial.changed, trial.waiting) == (1, 1, 2, 0)
    first = trial.differences[0]
    assert (first.before, first.after, first.change) == (4.0, 9.0, 5.0)
    assert [(m.title, m.before, m.after) for m in first.moved] == [("Accuracy", 4, 9)]


def test_publishing_counts_and_only_the_changed_are_told(begun, tara):
    finish(begun, Ann=0.9, Ben=0.5)
    assert publish_regrade(begun, actor=tara, now=NOON) == 2
    assert points() == [9.0, 5.0, 10.0]
    assert rebuild_scores(now=NOON) == (3, 0)
    told = Event.objects.filter(verb="submission.regraded").order_by("pk")
    assert [(e.data["before"], e.data["after"]) for e in told] == [(4, 9), (6, 5)]
    assert [change[1:] for change in begun.changes] == [[4, 9], [6, 5]]
    ann = begun.jobs.first().submission
    found = visible_report(ann, viewer=ann.enrollment.user)
    assert found.version == begun.version.digest
    with pytest.raises(ConflictError, match="ended already"):
        drop_regrade(begun, actor=tara, now=NOON)


def test_before_all_are_done_it_cannot_be_published(begun, tara):
    with pytest.raises(ConflictError, match="3 of its gradings"):
        publish_regrade(begun, actor=tara, now=NOON)


def test_graders_try_and_instructors_publish(begun):
    ben = an_enrollment(begun.assignment.course, "Bea", "grader").user
    with pytest.raises(RefusedError, match="Only an instructor"):
        publish_regrade(begun, actor=ben, now=NOON)
    drop_regrade(begun, actor=ben, now=NOON)


def test_dropping_stops_what_waits_and_changes_nothing(begun, tara):
    report(claim(a_runner("cpu-02")), 0.0)
    held = claim(a_runner("cpu-03"))
    drop_regrade(begun, actor=tara, now=NOON)
    states = sorted(begun.jobs.values_list("state", flat=True))
    assert states == ["cancelled", "done", "leased"]
    held.job.refresh_from_db()
    assert held.job.cancel_requested_at == NOON
    report(held, None, Outcome.CANCELLED)
    assert points() == [4.0, 6.0, 10.0]
    assert rebuild_scores(now=NOON) == (3, 0)


def test_a_grading_that_breaks_takes_no_score_away(begun, tara):
    runner = a_runner("cpu-02")
    for _ in range(3):
        report(claim(runner), None, Outcome.LAB_BROKEN)
    assert (trial_of(begun).failed, trial_of(begun).changed) == (3, 0)
    publish_regrade(begun, actor=tara, now=NOON)
    assert points() == [4.0, 6.0, 10.0]


def test_a_sample_is_drawn_once_for_all(homework, tara):
    version = a_version(homework, homework.published_version.spec)
    drawn = []
    for _ in range(2):
        trial = begin_regrade(homework, version, sample=2, actor=tara, **WHY)
        drawn.append(set(trial.jobs.values_list("submission", flat=True)))
        drop_regrade(trial, actor=tara, now=NOON)
    assert drawn[0] == drawn[1] and len(drawn[0]) == 2


def test_what_cannot_be_tried_is_refused(homework, tara, begun):
    version, other = begun.version, an_assignment(a_course(), slug="x")
    with pytest.raises(ConflictError, match="Another trial"):
        begin_regrade(homework, version, actor=tara, **WHY)
    drop_regrade(begun, actor=tara, now=NOON)
    with pytest.raises(InvalidError, match="Say why"):
        begin_regrade(homework, version, reason=" ", actor=tara, now=NOON)
    with pytest.raises(InvalidError, match="Choose a version"):
        begin_regrade(homework, other.published_version, actor=tara, **WHY)
    student = homework.submissions.first().enrollment.user
    with pytest.raises(NotFoundError):
        begin_regrade(homework, version, actor=student, **WHY)
    with pytest.raises(NotFoundError):
        publish_regrade(begun, actor=student, now=NOON)
    assert Regrade.objects.count() == 1
