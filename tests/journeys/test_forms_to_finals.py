"""A course made wholly in forms, by keyboard: empty site to released final grades."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.courses.models import Course
from portal.courses.services import let_make_courses
from tests.factories.grading import a_person
from tests.journeys.keys import Keys
from tests.journeys.looking import browser, faults_in_every_view, opened

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROSTER = (
    "email;name;role;section\r\nines@example.edu;ines;instructor;\r\n"
    "zoe@example.edu;Zoë Doe;student;Monday\r\nbo@example.edu;Bo Chen;student;\r\n"
)
GRADES = "email;exam;taking-part\r\nzoe@example.edu;92,5;8\r\nbo@example.edu;61;EX\r\n"


@pytest.fixture
def keys(live_server, transactional_db, browser):
    """Ines at an empty site; ops let her make courses."""
    ines = a_person("ines")
    let_make_courses(ines, may=True, actor=None, now=timezone.now())
    return Keys(opened(browser, live_server, ines, reverse("student:home")))


def test_a_course_goes_from_nothing_to_released_finals_by_keyboard(
    keys, live_server, browser, tmp_path
):
    begin(keys)
    rules(keys)
    assignments(keys)
    people(keys, tmp_path)
    grades(keys, tmp_path)
    course = Course.objects.get()
    zoe = User.objects.get(email="zoe@example.edu")
    address = reverse("student:grades", args=[course.public_id])
    page = opened(browser, live_server, zoe, address)
    # 60 % of 92.5 and 40 % of 80
    assert "87.5" in page.content() and "B" in page.locator("h1").inner_text()
    assert keys.faults == []


def begin(keys):
    keys.press("New course", "link")
    keys.look("new-course")
    keys.fill(slug="small", title="A small course", term="2026 Fall")
    keys.fill(timezone="Europe/Berlin")
    keys.press("Begin it")
    keys.says("small 2026 Fall is there, and empty.")


def rules(keys):
    keys.press("Categories and weights", "link")
    keys.fill(
        **{
            "categories-0-slug": "exams",
            "categories-0-title": "Exams",
            "categories-0-weight": "50",
            "categories-1-slug": "participation",
            "categories-1-weight": "40",
        }
    )
    keys.press("Save")
    keys.says("their weights add up to 90; allowed: 100")
    keys.look("weights-wrong")
    keys.fill(**{"categories-0-weight": "60"})
    keys.press("Save")
    keys.press("Sessions", "link")
    starts = ("09032040", "0930A")
    keys.fill(**{"sessions-0-unit": "1", "sessions-0-starts": starts})
    keys.press("Save")
    keys.says("1 session")
    keys.press("Letters", "link")
    letters = {"letters-0-letter": "A", "letters-0-percent": "90"}
    keys.fill(**letters, **{"letters-1-letter": "B", "letters-1-percent": "80"})
    keys.fill(**{"letters-2-letter": "F", "letters-2-percent": "0"})
    keys.press("Save")
    keys.says("A from 90 %, B from 80 %, F from 0 %")


def assignments(keys):
    for title, kind, category, points in (
        ("Exam", "quiz", "Exams", "100"),
        ("Taking part", "participation", "Participation", "10"),
    ):
        keys.fill(kind=kind)
        keys.press("Fill it in")
        keys.fill(title=title, category=category, points=points)
        keys.press("Save")
        keys.says(f"{title}: saved")
    talk(keys)
    keys.faults += faults_in_every_view(keys.page, "setup")


def talk(keys):
    """One that has slots to be taken, and people grade by a rubric."""
    keys.fill(kind="presentation")
    keys.press("Fill it in")
    keys.faults += faults_in_every_view(keys.page, "made-new")
    keys.fill(title="Talk", category="Participation")
    keys.fill(
        **{
            "part-0-title": "The talk",
            "part-0-points": "10",
            "part-0-graded": "a rubric",
            "slot-0-role": "Presents",
            "slot-0-sessions": "first",
        }
    )
    keys.press("Save")
    keys.says("is no session; write them as 2-7, 9")
    keys.fill(**{"slot-0-sessions": "1"})
    keys.press("Save")
    keys.says("Talk: saved, as talk.")
    keys.press("Talk", "link")
    keys.faults += faults_in_every_view(keys.page, "made")
    keys.press("The talk", "link")
    keys.fill(**{"c-1-title": "In time", "c-1-points": "5"})
    keys.fill(**{"c-1-i-0-title": "Yes", "c-1-i-0-worth": "5"})
    keys.fill(**{"c-1-i-1-title": "No", "c-1-i-1-worth": "0"})
    keys.faults += faults_in_every_view(keys.page, "made-rubric")
    keys.press("Save")
    keys.says("15 points, 2 criteria")
    keys.press("Set-up", "link")


def people(keys, folder):
    file = folder / "roster.csv"
    file.write_text(ROSTER, "utf-8-sig")
    keys.press("People", "link")
    keys.press("Roster file", "link")
    keys.choose(file)
    keys.press("Show what it would change")
    keys.press("Take it in")
    keys.says("2 added, 0 changed")


def grades(keys, folder):
    file = folder / "grades.csv"
    file.write_text(GRADES, "utf-8-sig")
    keys.press("Gradebook", "link")
    keys.press("Export and import", "link")
    keys.choose(file)
    keys.press("Show")
    keys.says("4 grades would change")
    keys.fill(reason="As written down in the room.")
    keys.press("Write to ledger")
    keys.press("Release all", "link")
    keys.faults += faults_in_every_view(keys.page, "releasing")
    keys.fill(reason="The term is over.")
    keys.press("Release all")
    keys.says("The grades of 3 assignments are released.")
