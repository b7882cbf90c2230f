"""Papers, whose they are to grade, what comes next, how far the class is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from graders.protocol import CheckResult
from portal.audit.models import Event
from portal.grading.models import Score
from portal.lib.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    RefusedError,
)
from portal.marking import services
from portal.marking.access import get_marked_assignment, get_paper
from portal.marking.selectors.agreement import agreement_on
from portal.marking.selectors.desk import desk_of
from portal.marking.selectors.overview import waiting_in
from portal.marking.selectors.progress import progress_of
from portal.marking.selectors.walk import neighbours, next_open, walk_of
from tests.factories.grading import NOON, a_check, a_submission, an_enrollment, grade
from tests.factories.marking import (
    PARTLY,
    a_graded,
    a_rubric_check,
    a_written_assignment,
)
from tests.factories.runners import a_runner

LATER = {"now": NOON}


def states(klass):
    return sorted(row.state for row in klass.desk.stations())


def test_each_counting_submission_is_a_paper(klass):
    alice = klass.submissions[0].enrollment
    a_graded(klass.assignment, alice)  # no better: the first one counts
    assert {p.submission for p in klass.desk.papers} == set(klass.submissions)
    assert states(klass) == ["open", "open", "open"]


def test_whoever_was_dropped_waits_neither_on_the_desk_nor_in_the_course(klass):
    gone = klass.submissions[0].enrollment
    gone.is_active = False
    gone.save()
    (line,) = waiting_in(klass.assignment.course)
    assert line.people == line.left == len(klass.desk.papers) == 2


@pytest.mark.django_db
def test_where_the_judge_ended_it_early_there_is_nothing_to_grade():
    gate = a_check("gate")
    note = a_rubric_check(requires=["gate"])
    assignment = a_written_assignment(checks=[gate, a_check("runs", 90.0), note])
    submission = a_submission(assignment, an_enrollment(assignment.course))
    found = (CheckResult("gate", False), CheckResult("runs", True))
    grade(submission, a_runner(), checks=found)
    (paper,) = desk_of(assignment, now=NOON).papers
    assert paper.stations[0].state == "closed" and paper.is_done


def test_the_score_follows_and_the_next_paper_is_one_that_waits(klass):
    first = klass.desk.papers[0]
    klass.assess(first.submission, chosen=PARTLY)
    assert Score.objects.get(submission=first.submission).points == 96.0
    following = next_open(klass.desk, klass.tara, first, reading=1)
    assert following.id == klass.desk.papers[1].id
    walk = walk_of(klass.desk, klass.tara)
    assert (walk.done, walk.left, walk.place_of(first)) == (1, 2, 1)
    before, after = neighbours(walk.papers, klass.desk.papers[1])
    assert (before.id, after.id) == (first.id, klass.desk.papers[2].id)


def test_going_round_one_comes_back_to_what_was_left_out(klass):
    first, second, third = klass.desk.papers
    klass.assess(third.submission)
    found = next_open(klass.desk, klass.tara, klass.desk.papers[1], reading=1)
    assert found.id == first.id
    for paper in (first, second):
        klass.assess(paper.submission)
    assert next_open(klass.desk, klass.tara, None, reading=1) is None


def test_dealt_papers_are_each_graders_own(klass):
    dealt = services.deal(
        klass.desk, [klass.tara, klass.ben], actor=klass.ines, **LATER
    )
    assert dealt == 3
    mine, other = (walk_of(klass.desk, who).left for who in (klass.tara, klass.ben))
    assert {mine, other} == {1, 2}
    assert walk_of(klass.desk, klass.ines).left == 0
    assert (
        services.deal(klass.desk, [klass.ben], actor=klass.ines, **LATER) == 0
    )  # what somebody has stays theirs


def test_what_nobody_began_is_taken_back_and_dealt_to_who_has_less(klass):
    services.deal(klass.desk, [klass.ben], actor=klass.ines, **LATER)
    begun = klass.desk.papers[0]
    klass.assess(begun.submission, klass.ben, is_done=False)
    with pytest.raises(RefusedError):
        services.take_back(klass.desk, klass.ben.pk, actor=klass.tara, **LATER)
    assert services.take_back(klass.desk, klass.ben.pk, actor=klass.ines, **LATER) == 2
    both = [klass.ben, klass.tara]
    assert services.deal(klass.desk, both, actor=klass.ines, **LATER) == 2
    loads = [walk_of(klass.desk, who).left for who in both]
    assert sorted(loads) == [1, 2]


def test_only_instructors_deal_and_only_to_staff(klass):
    with pytest.raises(RefusedError):
        services.deal(klass.desk, [klass.ben], actor=klass.tara, **LATER)
    student = klass.submissions[0].enrollment.user
    with pytest.raises(InvalidError, match="at least one grader"):
        services.deal(klass.desk, [student], actor=klass.ines, **LATER)
    with pytest.raises(NotFoundError):
        klass.assess(klass.submissions[0], student)


def test_a_second_reader_is_never_the_first_and_never_writes_over_them(klass):
    for submission in klass.submissions:
        klass.assess(submission, klass.tara, chosen=PARTLY)
    services.deal_second(
        klass.desk,
        [klass.tara, klass.ben],
        percent=50,
        actor=klass.ines,
        **LATER,
    )
    seconds = klass.desk.stations(reading=2)
    assert len(seconds) == 2 and {row.grader for row in seconds} == {klass.ben}
    paper = klass.desk.papers[0]
    klass.assess(paper.submission, klass.ben, reading=2)
    assert Score.objects.get(submission=paper.submission).points == 96.0
    (found,) = agreement_on(klass.desk)
    assert found.agreement.pairs == 1 and found.wanted == 1
    assert found.pairs[0].is_far


def test_what_the_second_reader_found_counts_once_it_is_settled(klass):
    submission = klass.submissions[0]
    klass.assess(submission, klass.tara, chosen=PARTLY)
    services.want_second(
        klass.assignment, klass.paper(submission), actor=klass.tara, **LATER
    )
    assert walk_of(klass.desk, klass.tara, reading=2).left == 0  # not one's own
    assert walk_of(klass.desk, klass.ben, reading=2).left == 1
    check = klass.desk.checks[0]
    with pytest.raises(ConflictError, match="not finished"):
        services.settle(submission, check, actor=klass.ines, **LATER)
    klass.assess(submission, klass.ben, reading=2)
    services.settle(submission, check, actor=klass.ines, **LATER)
    assert Score.objects.get(submission=submission).points == 98.0
    assert klass.paper(submission).stations[0].by.revision == 2


def test_a_flag_can_be_taken_back_until_somebody_has_read(klass):
    submission = klass.submissions[0]
    flag = (klass.assignment, klass.paper(submission))
    services.want_second(*flag, actor=klass.tara, **LATER)
    services.unwant_second(*flag, actor=klass.tara, **LATER)
    assert klass.paper(submission).seconds == ()
    services.want_second(*flag, actor=klass.tara, **LATER)
    klass.assess(submission, klass.ben, reading=2)
    with pytest.raises(InvalidError, match="has begun"):
        services.unwant_second(
            klass.assignment, klass.paper(submission), actor=klass.tara, **LATER
        )


def test_undo_takes_back_the_newest_of_ones_own_and_the_score_follows(klass):
    submission = klass.submissions[0]
    klass.assess(submission, chosen=PARTLY)
    with pytest.raises(ConflictError, match="nothing of yours"):
        services.undo_last(submission, ["note"], actor=klass.ben, **LATER)
    services.undo_last(submission, ["note"], actor=klass.tara, **LATER)
    assert Score.objects.get(submission=submission).pending_points == 10.0


def test_in_blind_mode_a_paper_has_a_name_by_lot(klass):
    services.set_plan(
        klass.assignment, is_blind=True, regrade_days=3, actor=klass.ines, **LATER
    )
    names = {paper.name for paper in klass.desk.papers}
    assert not names & {s.enrollment.user.name for s in klass.submissions}
    assert len(names) == 3
    event = Event.objects.get(verb="marking.planned")
    assert event.data == {"is_blind": True, "regrade_days": 3}


def test_graders_see_each_other(klass):
    submission = klass.submissions[0]
    assert services.be_present(submission, actor=klass.tara, now=NOON) == []
    (other,) = services.be_present(submission, actor=klass.ben, now=NOON)
    assert other.person == klass.tara
    later = NOON + timedelta(minutes=2)
    assert services.be_present(submission, actor=klass.ben, now=later) == []


def test_progress_says_who_has_done_what(klass):
    services.deal(klass.desk, [klass.ben], actor=klass.ines, **LATER)
    klass.assess(klass.submissions[0], klass.ben, chosen=PARTLY)
    found = progress_of(klass.desk, now=NOON)
    (line,) = found.graders
    assert (found.answers, found.done, found.left) == (3, 1, 2)
    assert (line.grader, line.allotted, line.left, line.done) == (klass.ben, 3, 2, 1)
    assert line.mean_points == 0.6


def test_comments_to_use_again_are_kept_once_and_can_go(klass):
    one = services.keep_phrase(
        klass.assignment, " Say why. ", actor=klass.tara, **LATER
    )
    same = services.keep_phrase(klass.assignment, "Say why.", actor=klass.ben, **LATER)
    assert one == same
    services.remove_phrase(klass.assignment, one.public_id, actor=klass.ben, **LATER)
    assert not klass.assignment.phrases.filter(is_removed=False).exists()


def test_the_doors_are_closed_to_students(klass):
    alice = klass.submissions[0].enrollment.user
    with pytest.raises(NotFoundError):
        get_marked_assignment(alice, klass.assignment.public_id)
    paper = klass.desk.papers[0]
    with pytest.raises(NotFoundError):
        get_paper(alice, klass.assignment, paper.id)
    found = get_paper(klass.tara, klass.assignment, paper.id)
    assert found.submission == paper.submission
    with pytest.raises(NotFoundError):
        get_paper(klass.tara, klass.assignment, paper.submission.public_id)


def test_the_desk_has_the_same_queries_at_any_size(klass):
    counts = []
    for more in (0, 12):
        runner = a_runner()
        for _ in range(more):
            a_graded(
                klass.assignment, an_enrollment(klass.assignment.course), runner=runner
            )
        with CaptureQueriesContext(connection) as asked:
            desk_of(klass.assignment, now=NOON)
        counts.append(len(asked))
    assert counts == [4, 4]
