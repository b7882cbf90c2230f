"""A made-up class plays a term through the real services."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.assessments.models import Assessment
from portal.assignments.models import Extension, Team
from portal.audit.models import Event
from portal.commands.simulate.illness import DONE
from portal.commands.simulate.names import DOMAIN
from portal.commands.simulate.playing import simulate
from portal.courses.models import Course, Enrollment
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import course_table
from portal.grading.models import GradingJob, LeaseUse, Report, Score
from portal.grading.services import rebuild_scores
from portal.grading.states import JobState
from portal.lib.errors import ConflictError, InvalidError, RefusedError
from portal.marking.models import RegradeRequest
from portal.meetings.models import Place
from portal.runners.models import Runner, RunnerState
from portal.submissions.models import Submission, SubmissionMember
from tests.factories.grading import an_enrollment

pytestmark = pytest.mark.django_db
LATER = datetime(2023, 6, 1, tzinfo=UTC)
MIDDLE = datetime(2022, 9, 15, 12, tzinfo=UTC)


def play(course, students=14, seed=1, until=None, now=LATER):
    return simulate(course, students=students, seed=seed, until=until, now=now)


def test_a_term_is_played_from_first_hand_in_to_final_grade(small_course):
    course = small_course()
    played = play(course)

    assert played.is_whole
    assert len(played.totals) >= 13  # one may have left
    assert all(0 <= total <= 100 for total in played.totals)
    assert not GradingJob.objects.exclude(state=JobState.DONE).exists()
    run = GradingJob.objects.exclude(submission__source="desk")
    assert played.counts["gradings"] == run.count()
    table = course_table(course, now=played.until)
    assert all(column.is_released for column in table.columns)
    cells = [cell for row in table.rows for cell in row.cells]
    assert not any(cell.pending_points for cell in cells)
    assert rebuild_scores(now=LATER)[1] == 0


def test_every_report_says_that_it_is_simulated(small_course):
    play(small_course(), students=5)

    reports = Report.objects.exclude(job__submission__source="desk")
    assert reports.exists()
    for report in reports:
        assert report.sandbox == "simulated"
        assert report.sentence.startswith("Simulated")
        assert report.environment == {"simulated": "yes"}
    assert User.objects.exclude(email__endswith=f"@{DOMAIN}").count() == 0
    assert not any(user.has_usable_password() for user in User.objects.all())
    by_people = LedgerEntry.objects.filter(computed=None)
    reasons = by_people.values_list("reason", flat=True)
    assert all(reason.startswith("Simulated") for reason in reasons)


def test_the_runner_of_it_can_do_nothing_afterwards(small_course):
    play(small_course(), students=3)
    runner = Runner.objects.get()
    assert runner.state == RunnerState.QUARANTINED
    assert not runner.serves_all_courses
    assert LeaseUse.objects.filter(ended_at=None).count() == 0


def test_an_exam_is_marked_on_papers_question_by_question(small_course):
    course = small_course()
    played = play(course, students=6)

    exam = course.assignments.get(slug="exam")
    papers = Submission.objects.filter(assignment=exam)
    answers = Assessment.objects.filter(submission__in=papers)
    assert papers.count() == played.counts["exam papers"] >= 6
    assert answers.count() == played.counts["exam answers marked"] == 2 * papers.count()
    assert all(one.is_done and "Simulated" in one.comment for one in answers)
    assert answers.values("author").distinct().count() == 2  # a question each
    assert not LedgerEntry.objects.filter(assignment=exam, kind="override").exists()
    points = {paper.score.points for paper in papers.select_related("score")}
    assert len(points) > 1 and all(0 <= one <= 30 for one in points)


def test_people_work_in_teams_of_the_right_size_and_take_them_along(small_course):
    play(small_course())
    teams = Team.objects.filter(dissolved_at=None)
    plan = {t.name: _names(t) for t in teams.filter(assignment__slug="plan")}
    report = {t.name: _names(t) for t in teams.filter(assignment__slug="report")}
    assert all(1 <= len(names) <= 4 for names in plan.values())
    assert sum(len(names) for names in plan.values()) == 14
    assert report == plan
    of_teams = Submission.objects.filter(assignment__slug__in=["plan", "report"])
    assert of_teams.exists()
    assert not of_teams.filter(team=None).exists()


def test_a_team_falls_apart_and_somebody_joins_one_late(small_course):
    played = play(small_course())
    assert played.counts["dissolved teams"] == played.counts["joined a team late"] == 1
    gone = Team.objects.exclude(dissolved_at=None)
    assert sorted(team.assignment.slug for team in gone) == ["plan", "report"]
    late = SubmissionMember.objects.exclude(added_by=None)
    assert late.count() == played.counts["late joiners' earlier hand-ins"] > 0


def _names(team: Team) -> set[str]:
    places = team.members.filter(left_at=None).select_related("enrollment__user")
    return {place.enrollment.user.name for place in places}


def test_the_same_seed_gives_the_same_grades_in_another_term(small_course):
    first = play(small_course("2022 Fall"), students=6)
    again = play(small_course("2022 Autumn"), students=6)
    other = play(small_course("2022 Winter"), students=6, seed=2)
    assert first.counts == again.counts
    assert first.totals == again.totals
    assert first.totals != other.totals


def test_half_a_term_is_played_to_that_instant_and_no_further(small_course):
    played = play(small_course(), until=MIDDLE)

    assert not played.is_whole
    assert Submission.objects.exists()
    assert not Submission.objects.filter(received_at__gt=MIDDLE).exists()
    assert not LedgerEntry.objects.filter(kind="release").exists()


def test_a_term_that_goes_on_is_played_until_now(small_course):
    played = play(small_course(), students=3, now=MIDDLE)
    assert played.until == MIDDLE
    assert Event.objects.filter(at__gt=MIDDLE + timedelta(minutes=1)).count() == 0


def test_a_large_enough_class_has_late_work_extensions_and_people_who_leave(
    small_course,
):
    course = small_course()
    played = play(course, students=60)
    for word in ("late hand-ins", "refused at the door", "extensions", "excuses"):
        assert played.counts[word] > 0, word
    for word in ("dropped", "accommodations", "corrections", "regrade requests"):
        assert played.counts[word] > 0, word
    for word in ("came back", "waited in line", "moved up", "ratings of teammates"):
        assert played.counts[word] > 0, word
    for word in ("absent in a register", "late in a register", "talks graded"):
        assert played.counts[word] > 0, word
    assert played.counts["slip days spent"] > 0
    cells = [c for row in course_table(course, now=LATER).rows for c in row.cells]
    ill, later = played.counts["incomplete"], played.counts["done later"]
    assert sum(cell.grade.is_incomplete for cell in cells) == ill - later > 0
    assert sum(cell.grade.reason == DONE for cell in cells) == later > 0
    assert 0 < played.counts["changed by running again"] < played.counts["run again"]
    decided = RegradeRequest.objects.exclude(state="open")
    assert decided.count() == played.counts["regrade requests"]
    assert played.counts["registers taken"] == 3
    assert Place.objects.filter(left_at=None, is_waiting=True).count() == 0
    assert Enrollment.objects.filter(time_multiplier__gt=1).count() == 4
    assert Extension.objects.count() == played.counts["extensions"]
    assert Score.objects.filter(points=0).exists()


def test_nobody_is_made_up_on_a_production_site(small_course, settings):
    course = small_course()
    settings.PRODUCTION = True
    with pytest.raises(RefusedError, match="production"):
        play(course)
    assert not Enrollment.objects.exists()


def test_a_course_with_people_in_it_is_left_alone(small_course):
    course = small_course()
    an_enrollment(course, "Alice")
    with pytest.raises(ConflictError, match="already"):
        play(course)
    assert Enrollment.objects.count() == 1


@pytest.mark.parametrize("students", [0, -1, 1001])
def test_a_class_of_a_strange_size_is_refused(small_course, students):
    with pytest.raises(InvalidError, match="1 to 1,000"):
        play(small_course(), students=students)


def test_a_term_that_has_not_begun_has_nothing_to_play(small_course):
    with pytest.raises(InvalidError, match="nothing to play"):
        play(small_course(), now=datetime(2022, 7, 1, tzinfo=UTC))


def test_a_course_without_assignments_is_refused():
    course = Course.objects.create(
        slug="empty", term="2022", title="E", timezone="UTC", loaded_at=LATER
    )
    with pytest.raises(ConflictError, match="no sessions"):
        play(course)


def test_the_command_says_what_happened(small_course):
    small_course()
    out = StringIO()
    call_command("simulate", "small:2022 Fall", students=4, seed=3, stdout=out)
    assert "4  students" in out.getvalue()
    assert "played to its end" in out.getvalue()
    assert "the median" in out.getvalue()


def test_the_command_names_the_courses_there_are(small_course):
    small_course()
    with pytest.raises(CommandError, match="small:2022 Fall"):
        call_command("simulate", "large:2022 Fall")


def test_the_command_reads_its_date_in_the_course_s_zone(small_course):
    small_course()
    out = StringIO()
    call_command(
        "simulate",
        "small:2022 Fall",
        students=2,
        until=datetime.fromisoformat("2022-09-15T05:00"),
        stdout=out,
    )
    assert "until 2022-09-15 05:00" in out.getvalue()
