"""Another title for an assignment whose folder stays as it is."""

import pytest
from django.urls import reverse

from portal.assignments.selectors import current_overrides, current_spec
from portal.courses.models import Role
from tests.factories.grading import a_course, an_assignment, an_enrollment

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment():
    return an_assignment(a_course("w251"), title="Homework 5")


@pytest.fixture
def ines(assignment, signed_in):
    return signed_in(an_enrollment(assignment.course, "Ines", Role.INSTRUCTOR).user)


def title_of(assignment):
    return current_spec(type(assignment).objects.get(pk=assignment.pk)).title


def say(browser, assignment, **fields):
    address = reverse("staff:title", args=[assignment.public_id])
    answer = browser.post(address, fields, follow=True)
    return answer.status_code, answer.content.decode()


def test_the_page_of_one_from_files_asks_for_title_and_reason(ines, assignment):
    page = ines.get(reverse("staff:made", args=[assignment.public_id]))
    text = page.content.decode()
    assert 'value="Homework 5"' in text and "its checks and points" in text


def test_another_title_holds_everywhere_until_the_folders_is_wanted(ines, assignment):
    code, page = say(
        ines, assignment, title="  Images,  by hand ", reason="Students asked."
    )
    assert code == 200 and "It is called Images, by hand from now on." in page
    assert "Changed by Ines on" in page and "Students asked." in page
    assert title_of(assignment) == "Images, by hand"
    student = reverse("student:assignment", args=[assignment.public_id])
    assert "Images, by hand" in ines.get(student).content.decode()
    code, page = say(ines, assignment, end="yes")
    assert code == 200 and "folder holds again" in page
    assert current_overrides(assignment) == {} and title_of(assignment) == "Homework 5"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "Other"}, "Say why"),
        ({"title": " ", "reason": "x"}, "1 to 200 characters"),
        ({"title": "x" * 201, "reason": "x"}, "1 to 200 characters"),
        ({"title": "Homework 5", "reason": "x"}, "its title already"),
        ({"end": "yes"}, "is not overridden"),
    ],
)
def test_what_is_no_other_title_is_refused(ines, assignment, fields, said):
    code, page = say(ines, assignment, **fields)
    assert code in (400, 409) and said in page
    assert title_of(assignment) == "Homework 5"


def test_graders_and_students_cannot(assignment, signed_in):
    for role, code in ((Role.GRADER, 403), (Role.STUDENT, 404)):
        person = signed_in(an_enrollment(assignment.course, role=role).user)
        assert say(person, assignment, title="Mine", reason="x")[0] == code
    assert title_of(assignment) == "Homework 5"
