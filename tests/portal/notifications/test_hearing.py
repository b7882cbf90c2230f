"""Each kind of news: who hears it, in which words, and who does not."""

from datetime import UTC, datetime, timedelta

import pytest

from graders.protocol import Outcome
from portal.assessments.models import SECOND
from portal.assignments.services import (
    end_extension,
    give_extension,
    invite_to_team,
    join_team,
)
from portal.courses.models import Section
from portal.gradebook.services import release
from portal.grading.services import expire_leases
from portal.grading.services.regrade import begin_regrade
from portal.marking import services as marking
from portal.marking.models import Allotment
from portal.meetings.services import leave_place, remove_place, take_place
from portal.notifications.models import Notice
from tests.factories.grading import (
    DUE,
    NOON,
    a_job,
    a_submission,
    a_version,
    an_assignment,
    an_enrollment,
    claim,
    grade,
)
from tests.factories.meetings import a_presentation, a_session, a_slot
from tests.factories.teams import a_project, a_team

HW = "“Homework 5”"
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.UNGRADABLE, "could not be graded as it is. It is your move."),
        (Outcome.TIMEOUT, "took longer than it may. It is your move."),
        (Outcome.OUT_OF_MEMORY, "needed too much memory. It is your move."),
        (
            Outcome.LAB_BROKEN,
            "is not graded: the judge failed. Staff grade it again.",
        ),
    ],
)
def test_what_could_not_be_graded_says_whose_move_it_is(scene, outcome, said):
    grade(a_submission(scene.assignment, scene.alice), scene.runner, outcome=outcome)
    scene.hear()
    assert scene.said(scene.alice) == [f"Submission 1 of {HW} {said}"]
    assert scene.said(scene.bob) == []


def test_a_broken_lab_is_one_news_a_day_to_staff_however_many_hand_in(scene):
    for who in (scene.alice, scene.bob):
        work = a_submission(scene.assignment, who)
        grade(work, scene.runner, outcome=Outcome.LAB_BROKEN)
    scene.hear()
    broken = f"The judge of {HW} failed; hand-ins wait for you."
    assert scene.said(scene.tara) == scene.said(scene.ben) == [broken]


def test_a_trial_of_a_new_version_is_told_to_nobody(scene):
    grade(a_submission(scene.assignment, scene.alice), scene.runner)
    scene.hear()
    newer = a_version(scene.assignment, scene.assignment.published_version.spec)
    begin_regrade(scene.assignment, newer, reason="Try.", actor=scene.tara, now=NOON)
    granted = claim(scene.runner)
    from portal.grading import services as grading
    from tests.factories.grading import a_report

    grading.accept_report(granted.use, a_report(granted), now=NOON)
    scene.hear()
    assert Notice.objects.count() == 1


def test_a_silent_runner_is_told_to_ops_and_parked_work_to_its_author_too(scene):
    job = a_job(a_submission(scene.assignment, scene.alice))
    for number in range(3):
        at = NOON + number * timedelta(minutes=10)
        claim(scene.runner, now=at)
        expire_leases(now=at + timedelta(minutes=5))
    job.refresh_from_db()
    assert job.state == "parked"
    scene.hear(NOON + timedelta(hours=1))
    name = scene.runner.name
    assert sorted(scene.said(scene.olu)) == [
        f"The runner {name} went silent while it graded; others took over.",
        "Work was given up on after three failures of our machines.",
    ]
    assert scene.said(scene.alice) == [
        f"Submission 1 of {HW} is not graded: our machines failed on it. "
        "The operators see to it."
    ]


def test_an_extension_says_until_when_in_course_time(scene):
    until = datetime(2026, 10, 10, 6, tzinfo=UTC)
    more = {"reason": "Ill.", "actor": scene.tara, "now": NOON}
    give_extension(scene.assignment, scene.alice, until=until, **more)
    scene.hear()
    assert scene.said(scene.alice) == [
        f"You have more time for {HW}: until Fri 9 Oct 2026, 23:00 PDT."
    ]
    end_extension(scene.assignment, scene.alice, **more)
    scene.hear()
    assert f"Your extension for {HW} was taken back." in scene.said(scene.alice)
    assert scene.said(scene.bob) == []


def test_an_extension_of_a_section_reaches_all_its_students(scene):
    section = Section.objects.create(course=scene.course, name="1")
    scene.bob.section = section
    scene.bob.save()
    give_extension(
        scene.assignment,
        section,
        until=DUE + DAY,
        reason="Fire drill.",
        actor=scene.tara,
        now=NOON,
    )
    scene.hear()
    assert len(scene.said(scene.bob)) == 1
    assert scene.said(scene.alice) == []


def test_a_regrade_request_goes_to_and_fro(scene):
    work = a_submission(scene.assignment, scene.alice)
    grade(work, scene.runner)
    release(scene.assignment, reason="Done.", actor=scene.tara, now=NOON)
    scene.hear()
    alice = scene.alice.user
    request = marking.open_request(work, text="Look.", actor=alice, now=NOON)
    scene.hear()
    asked = f"A student asks for a regrade of {HW}."
    assert scene.said(scene.tara) == scene.said(scene.ben) == [asked]
    marking.reply(request, "Where?", actor=scene.ben, now=NOON)
    marking.reply(request, "There.", actor=alice, now=NOON)
    marking.decide(request, is_accepted=True, text="Ok.", actor=scene.tara, now=NOON)
    scene.hear()
    assert scene.said(scene.tara)[0] == f"A student writes about a regrade of {HW}."
    assert scene.said(scene.alice)[:2] == [
        f"Your regrade request is accepted: {HW}.",
        f"There is a message about your regrade request for {HW}.",
    ]
    assert not any("Look." in one or "Where" in one for one in scene.said(scene.alice))


def test_a_grader_hears_how_many_papers_came_and_a_second_reader_that_one_is_wanted(
    scene,
):
    work = a_submission(scene.assignment, scene.alice)
    for who in (scene.alice, scene.bob):
        Allotment.objects.create(
            assignment=scene.assignment,
            enrollment=who,
            reading=SECOND,
            grader=scene.ben,
            author=scene.tara,
            at=NOON,
        )
    from portal.audit.services import record

    more = {"papers": 2, "graders": 1, "reading": SECOND, "check": ""}
    record("marking.dealt", scene.assignment, actor=scene.tara, now=NOON, **more)
    record("marking.flagged", work, actor=scene.ben, now=NOON)
    scene.hear()
    assert scene.said(scene.ben) == [
        f"2 papers of {HW} came to you to read a second time."
    ]
    assert scene.said(scene.tara) == [f"A second reader is wanted for {HW}."]


def test_a_place_is_confirmed_and_whoever_moves_up_hears_it(scene):
    talk = a_presentation(scene.course, title="Talk")
    slot = a_slot(talk, a_session(scene.course, 2, NOON + 9 * DAY))
    mine = take_place(slot, actor=scene.alice.user, now=NOON)
    take_place(slot, actor=scene.bob.user, now=NOON)
    scene.hear()
    where = "a place as Presenter in “Talk”: session 2, Sun 11 Oct 2026, 05:00 PDT."
    assert scene.said(scene.alice) == [f"You have {where}"]
    assert scene.said(scene.bob) == []
    leave_place(mine, actor=scene.alice.user, now=NOON)
    scene.hear()
    assert scene.said(scene.bob) == [f"You moved up from the waiting line to {where}"]
    assert len(scene.said(scene.alice)) == 1  # they know that they left
    place = scene.bob.slot_places.get(left_at=None)
    remove_place(place, actor=scene.tara, now=NOON)
    scene.hear()
    assert "Staff took you out of your place as Presenter" in scene.said(scene.bob)[0]


def test_teams_invite_are_joined_and_dissolved(scene):
    project = a_project(scene.course, title="Project")
    team = a_team(project, scene.alice)
    guest = an_enrollment(scene.course, "Guest")
    invite_to_team(team, scene.bob, actor=scene.alice.user, now=NOON)
    scene.hear()
    assert scene.said(scene.bob) == ["You are invited to the team Blue for “Project”."]
    assert scene.said(scene.alice) == ["Staff put you in the team Blue for “Project”."]
    join_team(project, code=team.join_code, actor=guest.user, now=NOON)
    scene.hear()
    assert scene.said(scene.alice)[0] == "Somebody joined your team Blue for “Project”."
    assert scene.said(guest) == []


def test_whoever_left_the_course_reads_nothing_of_it(scene):
    grade(a_submission(scene.assignment, scene.alice), scene.runner)
    scene.hear()
    scene.alice.is_active = False
    scene.alice.save()
    assert scene.said(scene.alice) == []


def test_an_assignment_that_is_hidden_again_is_not_named(scene):
    item = an_assignment(scene.course, slug="hw06", title="Secret")
    grade(a_submission(item, scene.alice), scene.runner)
    scene.hear()
    assert scene.said(scene.alice) == ["Submission 1 of “Secret” has been graded."]
    item.published_version = None
    item.save()
    assert scene.said(scene.alice) == []
