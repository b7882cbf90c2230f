"""What a student may know of each check, and when."""

from datetime import timedelta

import pytest

from graders.protocol import (
    CheckResult,
    Evidence,
    Flag,
    Measurement,
    Series,
    StageRecord,
)
from portal.courses.models import Role
from portal.grading import services
from portal.grading.selectors import visible_report
from portal.grading.visibility import Moment, Sight, has_points, sight_of
from tests.factories.grading import (
    DUE,
    NOON,
    a_check,
    a_job,
    a_report,
    a_submission,
    an_assignment,
    an_enrollment,
    claim,
)
from tests.factories.runners import a_runner

LATER = DUE + timedelta(hours=1)
EARLY = Moment(is_staff=False, is_past_due=False, is_published=False)
PAST = Moment(is_staff=False, is_past_due=True, is_published=False)
PUBLISHED = Moment(is_staff=False, is_past_due=True, is_published=True)
STAFF = Moment(is_staff=True, is_past_due=False, is_published=False)


@pytest.mark.parametrize(
    ("visibility", "moment", "sight", "points"),
    [
        ("visible", EARLY, Sight.FULL, True),
        ("after_due_date", EARLY, Sight.TITLE, False),
        ("after_due_date", PAST, Sight.FULL, True),
        ("after_published", PAST, Sight.TITLE, False),
        ("after_published", PUBLISHED, Sight.FULL, True),
        ("hidden", EARLY, Sight.VERDICT, False),
        ("hidden", PUBLISHED, Sight.VERDICT, True),
        ("hidden", STAFF, Sight.FULL, True),
        ("after_published", STAFF, Sight.FULL, True),
    ],
)
def test_what_is_shown_when(visibility, moment, sight, points):
    check = a_check("x", 1.0, visibility=visibility)
    assert sight_of(check, moment) is sight
    assert has_points(check, moment) is points


@pytest.fixture
def graded(db):
    line = {"kind": "line", "numbers": [0.9, 1.0]}
    checks = [
        a_check("open", 10.0),
        a_check("due", 20.0, visibility="after_due_date"),
        a_check("secret", 70.0, visibility="hidden", measure="acc", curve=line),
    ]
    submission = a_submission(an_assignment(checks=checks))
    a_job(submission)
    granted = claim(a_runner())
    evidence = (Evidence("1", "2", "look at row 7"),)
    report = a_report(
        granted,
        checks=(
            CheckResult("open", True, evidence=evidence),
            CheckResult("due", True, evidence=evidence),
            CheckResult("secret", None, 0.95, evidence=evidence),
        ),
        measurements=(Measurement("acc", 0.95), Measurement("time", 1.0)),
        series=(
            Series("open curve", "open", ("epoch", "loss"), ((1.0, 2.0),)),
            Series("secret curve", "secret", ("epoch", "acc"), ((1.0, 0.95),)),
        ),
        flags=(Flag("secret", "Faster than 0.95."),),
        staff_note="Traceback",
        stages=(
            StageRecord("public", "Train", "student", True, "exited", note="ok"),
            StageRecord("judge", "Judge", "judge", False, "exited", note="row 7"),
        ),
    )
    services.accept_report(granted.use, report, now=NOON)
    return submission


def look(submission, viewer, **more):
    view = visible_report(submission, viewer=viewer, **{"now": NOON, **more})
    return view, {check.name: check for check in view.checks}


def test_a_student_before_the_due_date(graded):
    view, checks = look(graded, graded.author)
    assert checks["open"].evidence[0]["hint"] == "look at row 7"
    assert (checks["due"].state, checks["due"].points) == ("later", None)
    assert checks["due"].passed is None
    secret = checks["secret"]
    assert (secret.state, secret.points, secret.value, secret.share) == (
        "partly",
        None,
        None,
        None,
    )
    assert not secret.evidence and not secret.curve and not secret.measure
    assert (view.score.points, view.score.max_points) == (10.0, 100.0)
    assert view.score.later_points == 90.0
    assert [m.name for m in view.measurements] == ["time"]
    assert view.staff_note == "" and view.environment == {}
    assert "note" in view.stages[0] and "note" not in view.stages[1]


def test_nothing_hidden_is_anywhere_in_a_student_s_view(graded):
    view, checks = look(graded, graded.author)
    told = repr((view.score, checks["due"], checks["secret"], view.stages))
    told += repr((view.series, view.flags))
    assert "row 7" not in told and "0.95" not in told and "35" not in told


def test_a_student_after_the_due_date_and_after_publication(graded):
    view, checks = look(graded, graded.author, now=LATER)
    assert checks["due"].points == 20.0
    assert (view.score.points, view.score.later_points) == (30.0, 70.0)
    view, checks = look(graded, graded.author, now=LATER, is_published=True)
    assert (view.score.points, view.score.later_points) == (65.0, 0.0)
    assert checks["secret"].points == 35.0
    assert checks["secret"].value is None and not checks["secret"].evidence


def test_staff_see_everything(graded):
    tara = an_enrollment(graded.assignment.course, role=Role.GRADER)
    view, checks = look(graded, tara.user)
    assert view.score.points == 65.0
    assert checks["secret"].value == 0.95 and checks["secret"].evidence
    assert len(view.measurements) == 2
    assert [one["name"] for one in view.series] == ["open curve", "secret curve"]
    assert view.flags == ({"check": "secret", "sentence": "Faster than 0.95."},)
    assert view.staff_note == "Traceback" and view.stages[1]["note"] == "row 7"


def test_no_report_is_no_view(db):
    submission = a_submission()
    assert visible_report(submission, viewer=submission.author, now=NOON) is None


@pytest.mark.parametrize("count", [3, 30])
def test_a_report_costs_the_same_however_many_checks(
    db, count, django_assert_num_queries
):
    checks = [a_check(f"c{n}", 1.0) for n in range(count)]
    submission = a_submission(an_assignment(checks=checks))
    a_job(submission)
    granted = claim(a_runner())
    found = tuple(CheckResult(f"c{n}", True) for n in range(count))
    report = a_report(granted, checks=found)
    services.accept_report(granted.use, report, now=NOON)
    with django_assert_num_queries(6):
        visible_report(submission, viewer=submission.author, now=NOON)
