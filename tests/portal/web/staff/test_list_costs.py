"""Pages that list things cost the same at any length."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.courses.models import Role
from portal.courses.services import add_section, make_code
from tests.factories.alike import a_pair
from tests.factories.grading import a_course, an_assignment, an_enrollment
from tests.factories.meetings import a_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    course = a_course("w251")
    a_session(course)
    return course


@pytest.fixture
def ines(course):
    return an_enrollment(course, "ines", Role.INSTRUCTOR).user


def cost(call):
    """Return how many queries a page takes once everything is warm."""
    assert call().status_code == 200
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


def upload(browser, name, course, text):
    file = SimpleUploadedFile("f.csv", text.encode())
    url = reverse(f"staff:{name}", args=[course.public_id])
    return browser.post(url, {"file": file})


def grow_codes(course, ines, count):
    for number in range(count):
        section = add_section(
            course, name=f"S{count} {number}", actor=ines, now=timezone.now()
        )
        make_code(course, section=section, actor=ines, now=timezone.now())


def test_codes_and_sections(course, ines, signed_in):
    browser, url = signed_in(ines), reverse("staff:entry", args=[course.public_id])
    costs = set()
    for count in (1, 7):
        grow_codes(course, ines, count)
        costs.add(cost(lambda: browser.get(url)))
    assert costs == {6}


def test_the_preview_of_a_roster(course, ines, signed_in):
    browser, costs = signed_in(ines), set()
    for count in (2, 9):
        here = [an_enrollment(course, f"P{count}x{n}") for n in range(count)]
        here[0].is_active = False
        here[0].save()
        rows = "".join(f"{one.user.email},Other,grader,\n" for one in here[:-1])
        new = "".join(f"new{n}@x.edu,New,student,B\n" for n in range(count))
        text = f"email,name,role,section\n{rows}{new}"
        costs.add(cost(lambda text=text: upload(browser, "roster", course, text)))
    assert costs == {7}


def test_the_differences_of_a_file_of_grades(course, ines, signed_in):
    browser, costs = signed_in(ines), set()
    items = [an_assignment(course, slug=f"hw{n}") for n in range(3)]
    head = ",".join(item.slug for item in items)
    for count in (2, 9):
        people = [an_enrollment(course, f"P{count} {n}") for n in range(count)]
        rows = "".join(f"{one.user.email},1,2,3\n" for one in people)
        text = f"email,{head}\n{rows}"
        costs.add(cost(lambda text=text: upload(browser, "import", course, text)))
    assert costs == {11}


def test_the_comparisons_of_an_assignment(course, ines, signed_in):
    lab, browser, costs = an_assignment(course), signed_in(ines), set()
    url = reverse("similarity:runs", args=[lab.public_id])
    for count in (1, 5):
        for _ in range(count):
            a_pair(lab, *(an_enrollment(course) for _ in range(2)))
        costs.add(cost(lambda: browser.get(url)))
    assert len(costs) == 1 and max(costs) <= 9
