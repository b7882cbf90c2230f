"""What an existing autograder stated: kept, cut to the viewer, told to its next run."""

from datetime import timedelta

import pytest

from graders.protocol import CheckResult, to_wire
from graders.spec import spec_from_json
from portal.grading.findings import FindingsError
from portal.grading.metadata import metadata_of
from portal.grading.selectors import visible_report
from portal.grading.services import rebuild_scores
from portal.grading.statement import results_json, shown_statement, visibility_of
from portal.grading.visibility import Moment
from portal.grading.wire import lease_message
from tests.factories import grading, stated
from tests.factories.grading import DUE, NOON
from tests.factories.runners import a_runner

STUDENT = Moment(is_staff=False, is_past_due=False, is_published=False)
LATER = Moment(is_staff=False, is_past_due=True, is_published=False)
STAFF = Moment(is_staff=True, is_past_due=False, is_published=False)


@pytest.fixture
def lab(db):
    return stated.an_archive_lab()


@pytest.fixture
def alice(lab):
    return grading.an_enrollment(lab.course, "Alice")


def graded(lab, person, statement, now=NOON):
    submission = grading.a_submission(lab, person, now=now)
    stated.state(submission, stated.a_runner(), statement, now=now)
    return submission


def test_a_total_comes_with_the_last_of_its_tests(lab, alice):
    hidden = stated.a_test("two", visibility="after_due_date")
    submission = graded(lab, alice, stated.a_statement(stated.a_test(), hidden))
    early = visible_report(submission, viewer=alice.user, now=NOON)
    assert (early.score.points, early.score.later_points) == (0.0, 10.0)
    assert early.score.told_points is None  # and no page writes it as nothing earned
    assert early.checks[0].evidence == ()
    assert early.statement["score"] is None
    assert [test["name"] for test in early.statement["tests"]] == ["one"]
    late = visible_report(submission, viewer=alice.user, now=DUE + timedelta(days=1))
    assert late.score.points == 7.0
    assert len(late.statement["tests"]) == 2
    assert late.is_shared_trust


def test_a_rebuilt_score_keeps_when_it_may_be_shown(lab, alice):
    statement = stated.a_statement(stated.a_test(visibility="hidden"))
    submission = graded(lab, alice, statement)
    assert rebuild_scores(now=NOON) == (1, 0)
    shown = visible_report(submission, viewer=alice.user, now=DUE, is_published=True)
    assert shown.score.points == 7.0, "a released grade contains it"
    assert shown.statement["tests"] == []


def test_only_an_archive_makes_statements(db):
    plain = grading.an_assignment(checks=[grading.a_check("autograder", 10.0)])
    submission = grading.a_submission(plain)
    with pytest.raises(FindingsError):
        stated.state(submission, a_runner(), stated.a_statement())


@pytest.mark.parametrize(
    ("said", "early", "late"),
    [
        ("visible", "text", "text"),
        ("after_due_date", "", "text"),
        ("after_published", "", ""),
        ("hidden", "", ""),
    ],
)
def test_each_visibility_holds_for_output_and_for_what_was_printed(said, early, late):
    found = to_wire(
        stated.a_statement(
            output="text", stdout="text", visibility=said, stdout_visibility=said
        )
    )
    for moment, wanted in ((STUDENT, early), (LATER, late), (STAFF, "text")):
        shown = shown_statement(found, moment)
        assert (shown["output"], shown["stdout"]) == (wanted, wanted)


def test_extra_data_is_for_staff():
    test = stated.a_test(extra_data={"seed": 1})
    found = to_wire(stated.a_statement(test, extra_data={"key": 2}))
    shown = shown_statement(found, LATER)
    assert "extra_data" not in shown and "extra_data" not in shown["tests"][0]
    assert shown_statement(found, STAFF)["extra_data"] == {"key": 2}


def test_the_strictest_part_decides():
    assert visibility_of(to_wire(stated.a_statement())) == "visible"
    parts = [stated.a_test(visibility=v) for v in ("hidden", "after_due_date")]
    assert visibility_of(to_wire(stated.a_statement(*parts))) == "hidden"


def test_an_autograder_is_told_who_and_what_came_before(lab, alice):
    first = stated.a_statement(stated.a_test(), extra_data={"tries": 1})
    before = graded(lab, alice, first)
    bob = grading.an_enrollment(lab.course, "Bob")
    graded(lab, bob, stated.a_statement(), now=NOON + timedelta(minutes=1))
    now = NOON + timedelta(hours=1)
    submission = grading.a_submission(lab, alice, now=now)
    told = metadata_of(submission, spec_from_json(lab.published_version.spec))
    assert told["id"] == submission.pk
    assert told["created_at"] == now.isoformat()
    assert told["submission_method"] == "upload"
    assert told["assignment"] == {
        "id": lab.pk,
        "course_id": lab.course_id,
        "title": "Homework 5",
        "total_points": "10.0",
        "group_submission": False,
        "group_size": None,
        "release_date": None,
        "due_date": DUE.isoformat(),
        "late_due_date": None,
    }
    (user,) = told["users"]
    assert (user["name"], user["email"]) == ("Alice", alice.user.email)
    assert user["assignment"]["due_date"] == DUE.isoformat()
    (one,) = told["previous_submissions"]
    assert one["submission_time"] == before.received_at.isoformat()
    assert (one["score"], one["autograder_error"]) == (7.0, False)
    assert one["results"]["extra_data"] == {"tries": 1}
    assert one["results"]["tests"][0]["name"] == "one"


def test_only_an_archives_lease_says_who(lab, alice):
    grading.a_job(grading.a_submission(lab, alice))
    lease = lease_message(grading.claim(stated.a_runner()))
    assert lease.metadata["users"][0]["name"] == "Alice"
    grading.a_job(grading.a_submission())
    assert lease_message(grading.claim(a_runner())).metadata == {}


def test_results_go_back_as_they_came():
    found = to_wire(stated.a_statement(stated.a_test(output="long"), stdout="x"))
    back = results_json(found)
    assert back["score"] == 7.0 and "stdout" not in back
    assert back["tests"][0]["output"] == "long" and back["tests"][0]["tags"] == []
    assert CheckResult("autograder", value=back["score"]).value == 7.0
