"""Setting a course up in a real browser: teams, people, codes, folders, new terms."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.assignments.services import (
    give_extension,
    invite_to_team,
    set_override,
)
from portal.courses.models import Course, Role, Section
from portal.courses.services import make_code
from tests.factories.folders import write_course
from tests.factories.grading import a_course, a_person, an_enrollment, hand_in
from tests.factories.teams import a_project, a_team
from tests.factories.zips import zipped
from tests.journeys.looking import browser, faults_in_every_view, looked_at, opened

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    """A project of two teams; one has handed in and waits for an answer."""
    now = timezone.now()
    course = a_course("w251")
    ines = an_enrollment(course, "Ines Ortega", Role.INSTRUCTOR).user
    alice, bob, chidi, dora = (
        an_enrollment(course, name)
        for name in ("Alice Moreno", "Bob Iwu", "Chidi Eze", "Dora Nagy")
    )
    Section.objects.create(course=course, name="Monday")
    project = a_project(course, due=None, title="Final project", counts="chosen")
    team = a_team(project, alice, bob, name="Blue Whales")
    a_team(project, chidi, name="Soloists")
    for _ in range(2):
        hand_in(project, alice, now=now)
    invite_to_team(team, dora, actor=alice.user, now=now)
    make_code(course, most_uses=40, actor=ines, now=now)
    due = now + timedelta(days=7)
    set_override(project, "due", due, reason="A holiday.", actor=ines, now=now)
    more = {"until": due + timedelta(days=2), "reason": "Ill.", "actor": ines}
    give_extension(project, alice, **more, now=now)
    return {
        "course": course,
        "project": project,
        "ines": ines,
        "alice": alice,
        "dora": dora,
    }


def pages(scene):
    """Return (who, name, address) of every page of setting up."""
    course, project = [scene["course"].public_id], [scene["project"].public_id]
    alice, ines, dora = scene["alice"].user, scene["ines"], scene["dora"].user
    person = [scene["alice"].public_id]
    omar = a_person("Omar Reyes", is_ops=True)
    code = scene["course"].enrol_codes.get().code
    return [
        (alice, "team", reverse("student:team", args=project)),
        (dora, "team-invited", reverse("student:team", args=project)),
        (alice, "team-hand-in", reverse("student:assignment", args=project)),
        (ines, "teams", reverse("staff:teams", args=project)),
        (ines, "dates", reverse("staff:dates", args=project)),
        (ines, "people", reverse("staff:people", args=course)),
        (ines, "person", reverse("staff:person", args=person)),
        (ines, "roster", reverse("staff:roster", args=course)),
        (ines, "entry", reverse("staff:entry", args=course)),
        (ines, "copy", reverse("staff:copy", args=course)),
        (ines, "folder", reverse("staff:folder", args=course)),
        (omar, "new-course", reverse("staff:new-course")),
        (omar, "enrol", reverse("student:enrol")),
        (omar, "enrol-code", f"{reverse('student:enrol')}?code={code}"),
    ]


def test_every_page_of_setting_up_is_accessible_and_fits(live_server, scene, browser):
    places = [(who, f"setup-{name}", address) for who, name, address in pages(scene)]
    assert looked_at(live_server, browser, places, is_unfolded=True) == []


def test_a_course_comes_from_an_empty_site_to_a_roster_and_a_new_term(
    live_server, transactional_db, browser, tmp_path
):
    archive, roster = tmp_path / "w251.zip", tmp_path / "roster.csv"
    archive.write_bytes(zipped(write_course(tmp_path / "w251"), top="w251/"))
    omar = a_person("Omar Reyes", is_ops=True)
    page = opened(browser, live_server, omar, reverse("staff:new-course"))
    page.set_viewport_size({"width": 390, "height": 900})
    page.set_input_files("input[name=file]", archive)
    page.fill("input[name=reason]", "proven elsewhere")
    press(page, "Show what is in it")
    faults = seen(page, "folder-preview")
    page.fill("input[name=email]", "ines@example.edu")
    page.fill("input[name=name]", "Ines Ortega")
    press(page, "Load it")
    page.wait_for_selector("text=is there: 1 assignment")

    course = Course.objects.get()
    ines = course.enrollments.get().user
    people = reverse("staff:people", args=[course.public_id])
    page = opened(browser, live_server, ines, people)
    page.set_viewport_size({"width": 390, "height": 900})
    page.click("text=Roster file")
    roster.write_text(
        "email;name;role\nines@example.edu;Ines Ortega;instructor\n"
        "alice@example.edu;Alice Moreno;student\n"
    )
    page.set_input_files("input[name=file]", roster)
    press(page, "Show what it would change")
    faults += seen(page, "roster-preview")
    press(page, "Take it in")
    page.wait_for_selector("text=1 added, 0 changed, 0 dropped")

    page.click("text=Copy it to a new term")
    page.fill("input[name=term]", "2030 Spring")
    page.fill("input[name=start]", "2030-01-15")
    press(page, "Show the dates")
    faults += seen(page, "copy-preview")
    press(page, "Make the course")
    page.wait_for_selector("text=1 person in the course")
    assert Course.objects.filter(term="2030 Spring").exists()
    assert faults == []


def press(page, name):
    """Press the button of this name."""
    page.get_by_role("button", name=name).click()


def seen(page, name):
    """Return what is wrong with the page as it is now."""
    return faults_in_every_view(page, f"setup-{name}")
