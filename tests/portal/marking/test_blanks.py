"""Empty papers of what nobody hands in: who gets one, what they are not, undoing."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.assessments.models import Assessment
from portal.assignments.models import Assignment
from portal.audit.models import Event
from portal.gradebook.selectors import course_table
from portal.grading.models import GradingJob, Report, Score
from portal.grading.services import begin_regrade, rebuild_scores, rescore
from portal.insight.classwork import hand_ins
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.marking.access import get_graded, own_paper
from portal.marking.selectors.blanks import has_blanks, papers_by_person, wanting_in
from portal.marking.selectors.desk import desk_of
from portal.marking.selectors.overview import waiting_in
from portal.marking.services import assess, begin_papers, take_papers_back
from portal.setup.moved import moved_since
from portal.submissions.access import visible_submissions
from portal.submissions.models import QuotaBucket, Submission, SubmissionMember
from portal.submissions.selectors import hand_ins_of
from portal.web.account.archive import entries_of
from tests.factories.grading import (
    DUE,
    NOON,
    a_check,
    a_submission,
    a_version,
    an_assignment,
    an_enrollment,
)
from tests.factories.marking import a_grader, a_written_assignment, an_exam, said, typed
from tests.factories.meetings import an_attendance
from tests.factories.teams import a_team

pytestmark = pytest.mark.django_db
COURSES = Path(__file__).parents[3] / "courses"


@dataclass
class Exam:
    """An exam, its students and who grades it."""

    assignment: Assignment
    tara: object
    students: list

    def begin(self, now=NOON):
        return begin_papers(self.assignment, actor=self.tara, now=now)

    def papers(self):
        return desk_of(self.assignment, now=NOON).papers

    def give(self, paper, question, points, **more):
        return assess(
            paper.submission,
            paper.station(question).check,
            said(typed(points), **more),
            base=0,
            actor=self.tara,
            now=NOON,
        )


@pytest.fixture
def exam(db):
    assignment = an_exam()
    course = assignment.course
    people = [an_enrollment(course, name) for name in ("Alice", "Bob", "Chidi")]
    return Exam(assignment, a_grader(course), people)


def test_everybody_gets_one_empty_paper_that_waits_for_a_person(exam):
    assert exam.begin().papers == 3
    papers = exam.papers()
    assert sorted(paper.name for paper in papers) == ["Alice", "Bob", "Chidi"]
    for paper in papers:
        assert [one.state for one in paper.stations] == ["open", "open"]
        row = paper.submission
        assert (row.number, row.size, row.is_late, row.source) == (1, 0, False, "desk")
        assert not row.files.exists() and row.author == exam.tara
        assert (row.score.points, row.score.pending_points) == (0.0, 20.0)
    assert not QuotaBucket.objects.exists()
    (event,) = Event.objects.filter(verb="papers.begun")
    assert event.data == {"papers": 3, "joined": 0}
    assert event.actor_id == str(exam.tara.public_id)


def test_again_it_adds_who_came_since_and_nobody_twice(exam):
    exam.begin()
    assert (exam.begin().papers, exam.begin().joined) == (0, 0)
    dora = an_enrollment(exam.assignment.course, "Dora")
    assert exam.begin().papers == 1
    assert dora.pk in papers_by_person(exam.assignment)
    assert Event.objects.filter(verb="papers.begun").count() == 2


def test_who_left_or_only_looks_on_gets_none(exam):
    course = exam.assignment.course
    an_enrollment(course, "Olga", "observer")
    gone = exam.students[0]
    gone.is_active = False
    gone.save()
    assert exam.begin().papers == 2


def test_a_paper_is_never_late_whenever_it_is_begun(exam):
    exam.begin(now=DUE + timedelta(days=3))
    row = Submission.objects.first()
    assert (row.is_late, row.received_at) == (False, DUE)


def test_queries_do_not_grow_with_the_class(exam):
    exam.begin()  # the first one makes the pool
    take_papers_back(exam.assignment, actor=exam.tara, now=NOON)
    counts = []
    for more in (0, 20):
        for _ in range(more):
            an_enrollment(exam.assignment.course)
        with CaptureQueriesContext(connection) as asked:
            assert exam.begin().papers == 3 + more
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            take_papers_back(exam.assignment, actor=exam.tara, now=NOON)
        counts.append(len(asked))
    assert counts[:2] == counts[2:] and max(counts) <= 40


def test_an_exam_is_graded_question_by_question_as_numbers(exam):
    exam.begin()
    paper = exam.papers()[0]
    exam.give(paper, "question-1", "7.5")
    score = Score.objects.get(submission=paper.submission)
    assert (score.points, score.pending_points) == (7.5, 10.0)
    exam.give(paper, "question-2", 0)
    score.refresh_from_db()
    assert (score.points, score.pending_points) == (7.5, 0.0)


@pytest.mark.parametrize("points", ["", "10.5", "-1", "nan", "inf", "seven", "1e999"])
def test_points_that_are_no_points_are_refused(exam, points):
    exam.begin()
    with pytest.raises(InvalidError):
        exam.give(exam.papers()[0], "question-1", points)
    assert Score.objects.filter(pending_points=20.0).count() == 3


def test_the_gradebook_waits_until_a_paper_is_whole(exam):
    exam.begin()
    paper = exam.papers()[0]
    exam.give(paper, "question-1", 6)

    def grade():
        table = course_table(exam.assignment.course, now=DUE + timedelta(days=9))
        person = paper.people[0].pk
        row = next(row for row in table.rows if row.enrollment.pk == person)
        return row.cells[0].grade.points, row.grade.percent

    assert grade() == (None, None)
    exam.give(paper, "question-2", 9)
    assert grade()[0] == 15.0


def test_a_rebuild_comes_to_the_same(exam):
    exam.begin()
    exam.give(exam.papers()[0], "question-1", 4)
    before = list(Score.objects.order_by("pk").values_list("points", "pending_points"))
    assert rebuild_scores(now=NOON) == (3, 0)
    Score.objects.all().delete()
    rebuild_scores(now=NOON)
    after = Score.objects.order_by("pk").values_list("points", "pending_points")
    assert list(after) == before


def test_it_is_nobodys_hand_in(exam):
    exam.begin()
    alice = exam.students[0]
    assert not visible_submissions(alice.user).exists()
    assert not visible_submissions(exam.tara).exists()
    assert hand_ins_of(exam.students) == dict.fromkeys(
        (one.pk for one in exam.students), 0
    )
    assert own_paper(alice.user, exam.assignment) is None
    everybody = {one.public_id for one in exam.students}
    assert hand_ins([exam.assignment], everybody) == {}
    assert not any("exam" in name for name, _ in entries_of(alice.user, now=NOON))
    course = exam.assignment.course
    assert moved_since({exam.assignment.pk: None}, course) == ()
    paper = Submission.objects.get(enrollment=alice)
    with pytest.raises(NotFoundError):
        get_graded(alice.user, paper.public_id)


def test_empty_papers_are_taken_back_and_graded_ones_stay(exam):
    exam.begin()
    graded = exam.papers()[1]
    exam.give(graded, "question-2", 3, is_done=False)
    taken = take_papers_back(exam.assignment, actor=exam.tara, now=NOON)
    assert taken == 2
    assert list(Submission.objects.all()) == [graded.submission]
    assert (GradingJob.objects.count(), Report.objects.count()) == (1, 1)
    assert Event.objects.get(verb="papers.taken_back").data == {"papers": 2}
    assert exam.begin().papers == 2


def test_who_grades_a_paper_that_was_taken_back_is_told(exam):
    exam.begin()
    paper = exam.papers()[0]
    take_papers_back(exam.assignment, actor=exam.tara, now=NOON)
    with pytest.raises(NotFoundError, match="taken back"):
        exam.give(paper, "question-1", 3)
    assert not Assessment.objects.exists()


def test_strangers_and_students_begin_nothing(exam):
    for person in (exam.students[0].user, an_enrollment(an_exam().course).user):
        with pytest.raises(NotFoundError):
            begin_papers(exam.assignment, actor=person, now=NOON)
        with pytest.raises(NotFoundError):
            take_papers_back(exam.assignment, actor=person, now=NOON)


def test_where_work_is_handed_in_or_worked_out_there_is_none_to_begin(exam):
    course = exam.assignment.course
    handed_in = a_written_assignment(course)
    attendance = an_attendance(course)
    for other in (handed_in, attendance):
        assert not has_blanks(other)
        with pytest.raises(ConflictError):
            begin_papers(other, actor=exam.tara, now=NOON)
    listed = [one.assignment for one in waiting_in(course)]
    assert attendance not in listed and exam.assignment in listed


def test_a_hand_in_from_before_keeps_its_author_without_a_paper(exam):
    a_submission(exam.assignment, exam.students[0])
    assert exam.begin().papers == 2
    assert take_papers_back(exam.assignment, actor=exam.tara, now=NOON) == 2
    assert Submission.objects.count() == 1


def test_a_team_has_one_paper_and_who_joins_is_named_on_it():
    talk = an_exam(kind="presentation", team_min=1, team_max=3)
    course = talk.course
    tara = a_grader(course)
    people = [an_enrollment(course, name) for name in ("Alice", "Bob", "Chidi")]
    team = a_team(talk, *people[:2])
    assert begin_papers(talk, actor=tara, now=NOON).papers == 2
    shared = Submission.objects.get(team=team)
    assert shared.members.count() == 2
    dora = an_enrollment(course, "Dora")
    team.members.create(assignment=talk, enrollment=dora, joined_at=NOON)
    begun = begin_papers(talk, actor=tara, now=NOON)
    assert (begun.papers, begun.joined) == (0, 1)
    assert SubmissionMember.objects.get(enrollment=dora).added_by == tara
    names = [paper.name for paper in desk_of(talk, now=NOON).papers]
    assert sorted(names) == ["Alice, Bob, Dora", "Chidi"]
    assert take_papers_back(talk, actor=tara, now=NOON) == 2
    assert not SubmissionMember.objects.exists()


def test_a_newer_version_is_scored_without_running_anything(exam):
    exam.begin()
    exam.give(exam.papers()[0], "question-1", 5)
    spec = {**exam.assignment.published_version.spec}
    spec["checks"] = [
        *spec["checks"],
        a_check("more", 5.0, curve=spec["checks"][0]["curve"]),
    ]
    exam.assignment.published_version = a_version(exam.assignment, spec)
    exam.assignment.save()
    with pytest.raises(ConflictError):
        begin_regrade(
            exam.assignment,
            exam.assignment.published_version,
            reason="Another question.",
            actor=exam.tara,
            now=NOON,
        )
    rescore(exam.assignment, actor=exam.tara, now=NOON, is_dry_run=False)
    assert Score.objects.filter(max_points=25.0).count() == 3
    assert Score.objects.filter(points=5.0, pending_points=15.0).count() == 1
    assert rebuild_scores(now=NOON) == (3, 0)


def test_who_is_without_one_is_counted(exam):
    assert wanting_in(exam.assignment).people == 3
    exam.begin()
    assert wanting_in(exam.assignment).people == 0
    other = an_assignment(exam.assignment.course, slug="other")
    assert not has_blanks(other)
