"""What people find is kept whole, counts in the score, and is never written over."""

import pytest

from portal.assessments.models import Assessment, Revision
from portal.assessments.selectors import remarks_of
from portal.assessments.services import (
    ChangedMeanwhileError,
    save_assessment,
    undo_assessment,
    withdraw_remark,
    write_remark,
)
from portal.audit.models import Event
from portal.grading.models import Score
from portal.grading.services import keep_score, rebuild_scores
from portal.lib.errors import ConflictError, InvalidError
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import (
    PARTLY,
    RUBRIC,
    WHOLE,
    a_graded,
    a_grader,
    a_written_assignment,
    said,
    the_check,
    with_rubric,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment():
    return a_written_assignment()


@pytest.fixture
def submission(assignment):
    return a_graded(assignment, an_enrollment(assignment.course, "Alice"))


@pytest.fixture
def tara(assignment):
    return a_grader(assignment.course)


@pytest.fixture
def ben(assignment):
    return a_grader(assignment.course, "Ben Adeyemi")


@pytest.fixture
def save(assignment, submission):
    def save(actor, base=0, **more):
        values = said(**more)
        return save_assessment(
            submission,
            the_check(assignment),
            values,
            base=base,
            actor=actor,
            now=NOON,
        )

    return save


def points(submission):
    keep_score(submission, now=NOON)
    score = Score.objects.get(submission=submission)
    return score.points, score.pending_points


def test_until_somebody_has_finished_the_check_is_pending(submission, save, tara):
    assert points(submission) == (90.0, 10.0)
    save(tara, chosen=PARTLY, is_done=False)
    assert points(submission) == (90.0, 10.0)


def test_a_finished_assessment_becomes_points(submission, save, tara):
    save(tara, chosen=PARTLY, adjustment=0.5, comment="A good picture.")
    assert points(submission) == (96.5, 0.0)
    line = Score.objects.get().lines[1]
    assert (line["state"], line["points"]) == ("partly", 6.5)


def test_rebuilding_comes_to_the_same(submission, save, tara):
    save(tara, chosen=PARTLY)
    before = points(submission)
    assert rebuild_scores(now=NOON) == (1, 0)
    Score.objects.all().delete()
    rebuild_scores(now=NOON)
    assert points(submission) == before


def test_who_comes_second_is_told_and_nothing_is_written_over(save, tara, ben):
    save(tara, chosen=PARTLY)
    with pytest.raises(ChangedMeanwhileError, match="Tara Lindqvist saved this"):
        save(ben, base=0, chosen=WHOLE)
    row = Assessment.objects.get()
    assert (row.chosen, row.author) == (PARTLY, tara)


def test_having_seen_it_the_second_may_change_it_and_both_are_kept(save, tara, ben):
    save(tara, chosen=PARTLY)
    save(ben, base=1, chosen=WHOLE)
    kept = Revision.objects.order_by("number").values_list("author__name", "chosen")
    assert list(kept) == [("Tara Lindqvist", PARTLY), ("Ben Adeyemi", WHOLE)]


def test_ones_own_newer_state_is_no_conflict(save, tara):
    save(tara, chosen=PARTLY)
    save(tara, base=0, chosen=WHOLE)
    assert Assessment.objects.get().revision == 2


def test_a_draft_that_the_save_overtook_changes_nothing(save, tara):
    save(tara, chosen=PARTLY, is_done=False)
    save(tara, base=1, chosen=WHOLE)
    save(tara, base=1, chosen=PARTLY, is_done=False)
    row = Assessment.objects.get()
    assert (row.is_done, row.chosen, row.revision) == (True, WHOLE, 2)
    save(tara, base=2, chosen=PARTLY, is_done=False)  # who saw it done may go on
    assert not Assessment.objects.get().is_done


def test_the_same_again_writes_nothing(save, tara):
    save(tara, chosen=PARTLY)
    save(tara, base=1, chosen=PARTLY)
    assert Revision.objects.count() == 1
    assert Event.objects.filter(verb="assessment.saved").count() == 1


def test_undo_goes_back_step_by_step_and_loses_nothing(save, tara):
    save(tara, chosen=PARTLY, is_done=False)
    save(tara, chosen=WHOLE, comment="Good.")
    row = Assessment.objects.get()
    undo_assessment(row, actor=tara, now=NOON)
    row.refresh_from_db()
    assert (row.chosen, row.is_done, row.comment) == (PARTLY, False, "")
    undo_assessment(row, actor=tara, now=NOON)
    row.refresh_from_db()
    assert row.chosen == {}
    with pytest.raises(ConflictError, match="nothing left to undo"):
        undo_assessment(row, actor=tara, now=NOON)
    assert row.revisions.count() == 4


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"chosen": {}}, "Choose a level for every criterion"),
        ({"chosen": {"nothing": ["x"]}}, "no criterion 'nothing'"),
        ({"chosen": {"topics-are-justified": ["gone"]}}, "an item is gone"),
        (
            {"chosen": {"topics-are-justified": ["named-only", "missing"]}},
            "choose one level",
        ),
        ({"adjustment": float("nan"), "comment": "x"}, "is a number of points"),
        ({"adjustment": 10.5, "comment": "x"}, "at most 10 either way"),
        ({"adjustment": 1.0}, "Say to the student why"),
        ({"comment": "x" * 10_001}, "at most 10,000"),
    ],
)
def test_what_does_not_fit_the_rubric_is_refused(save, tara, more, reason):
    with pytest.raises(InvalidError, match=reason):
        save(tara, **more)
    assert not Assessment.objects.exists()


def test_a_level_that_a_new_rubric_lacks_waits_for_a_person_again(
    assignment, submission, save, tara
):
    save(tara, chosen=PARTLY)
    rubric = {**RUBRIC, "criteria": [dict(c) for c in RUBRIC["criteria"]]}
    levels = rubric["criteria"][0]
    levels["items"] = [i for i in levels["items"] if i["name"] != "named-only"]
    version = with_rubric(assignment, rubric)
    job = submission.grading_jobs.get()
    job.scored_under = version
    job.save()
    assert points(submission) == (90.0, 10.0)


def test_a_remark_stands_until_its_author_takes_it_back(submission, tara, ben):
    remark = write_remark(
        submission,
        path="forwarder.py",
        kind="line",
        place=7,
        text="QoS 0 may lose crops.",
        actor=tara,
        now=NOON,
    )
    with pytest.raises(ConflictError, match="Only its author"):
        withdraw_remark(remark, actor=ben, now=NOON)
    assert list(remarks_of(submission)) == [remark]
    withdraw_remark(remark, actor=tara, now=NOON)
    assert not remarks_of(submission).exists()
    assert submission.remarks.get().text == "QoS 0 may lose crops."


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "nothing.py"},
        {"place": 0},
        {"kind": "word"},
        {"text": "  "},
        {"text": "x" * 4001},
    ],
)
def test_a_remark_has_a_place_and_says_something(submission, tara, wrong):
    good = {"path": "answer.md", "kind": "line", "place": 1, "text": "Why?"}
    with pytest.raises(InvalidError):
        write_remark(submission, **{**good, **wrong}, actor=tara, now=NOON)
