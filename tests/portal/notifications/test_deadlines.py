"""A day before it is due for them, those are reminded who have handed in nothing."""

from datetime import timedelta

from portal.assignments.services import give_extension
from portal.courses.services import set_time_multiplier
from portal.gradebook.services import excuse
from portal.notifications import services
from portal.notifications.services.machines import SILENT_AFTER
from tests.factories.grading import (
    DUE,
    NOON,
    a_submission,
    an_assignment,
    an_enrollment,
    hand_in,
)
from tests.factories.meetings import a_presentation
from tests.factories.teams import a_project, a_team

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WHY = {"reason": "Ill.", "now": NOON}


def remind(now):
    return services.remind(now=now)


def test_it_is_told_once_to_whoever_has_handed_in_nothing(scene):
    a_submission(scene.assignment, scene.alice)
    assert remind(DUE - 25 * HOUR) == 0
    assert remind(DUE - 23 * HOUR) == 1
    remind(DUE - 22 * HOUR)
    assert scene.said(scene.bob) == [
        "“Homework 5” is due Thu 8 Oct 2026, 05:00 PDT, and you have handed in "
        "nothing yet."
    ]
    assert scene.said(scene.alice) == scene.said(scene.tara) == []


def test_whoever_has_more_time_is_told_a_day_before_their_own_end(scene):
    until = DUE + 3 * DAY
    actor = {"actor": scene.tara, **WHY}
    give_extension(scene.assignment, scene.alice, until=until, **actor)
    set_time_multiplier(scene.bob, multiplier=2.0, **actor)
    item = an_assignment(
        scene.course,
        slug="hw06",
        title="Homework 6",
        release={"at": NOON.isoformat(), "session": None, "offset": 0.0, "days": 0},
    )
    a_submission(scene.assignment, scene.bob)
    a_submission(item, scene.alice)
    assert remind(DUE - HOUR) == 0
    assert remind(until - HOUR) == 1
    assert "Sun 11 Oct 2026, 05:00 PDT" in scene.said(scene.alice, until)[0]
    assert remind(DUE + 7 * DAY - HOUR) == 1  # twice the seven days from its release
    assert "“Homework 6” is due Thu 15 Oct" in scene.said(scene.bob, until)[0]


def test_nobody_is_reminded_of_what_is_excused_hidden_past_or_not_handed_in(scene):
    excuse(scene.assignment, scene.alice, actor=scene.tara, **WHY)
    excuse(scene.assignment, scene.bob, actor=scene.tara, **WHY)
    due = {"at": DUE.isoformat(), "session": None, "offset": 0.0, "days": 0}
    a_presentation(scene.course, due=due)
    hidden = an_assignment(scene.course, slug="hidden")
    hidden.published_version = None
    hidden.save()
    later = {**due, "at": (DUE + DAY).isoformat()}
    an_assignment(scene.course, slug="unreleased", release=due, due=later)
    assert remind(DUE - HOUR) == 0
    assert remind(DUE + HOUR / 2) == 2  # the last one is open by then
    assert remind(DUE + 2 * DAY) == 0


def test_a_team_has_handed_in_for_all_its_members(scene):
    due = {"at": (DUE + 30 * DAY).isoformat(), "session": None, "offset": 0, "days": 0}
    project = a_project(scene.course, title="Project", due=due)
    a_team(project, scene.alice, scene.bob)
    lone = an_enrollment(scene.course, "Lone")
    soon = DUE + 30 * DAY - HOUR
    hand_in(project, scene.alice)
    assert project.submissions.get().team is not None
    assert remind(soon) == 1
    assert scene.said(scene.alice, soon) == scene.said(scene.bob, soon) == []
    assert "“Project” is due" in scene.said(lone, soon)[0]


def test_a_runner_that_falls_silent_is_told_to_ops_once(scene):
    scene.runner.last_seen_at = NOON
    scene.runner.save()
    assert services.report_silent(now=NOON + SILENT_AFTER / 2) == 0
    for minutes in (1, 6, 11):
        services.report_silent(now=NOON + SILENT_AFTER + timedelta(minutes=minutes))
    assert scene.said(scene.olu) == [
        f"The runner {scene.runner.name} has not been heard of for ten minutes."
    ]
    assert scene.said(scene.tara) == []
