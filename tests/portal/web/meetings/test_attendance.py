from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.courses.models import Role
from portal.meetings.models import Mark
from tests.factories.grading import a_course, an_enrollment
from tests.factories.meetings import a_session, an_attendance

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return a_course()


@pytest.fixture
def alice(course):
    return an_enrollment(course, "Alice")


@pytest.fixture
def bob(course):
    return an_enrollment(course, "Bob")


@pytest.fixture
def assignment(course):
    now = timezone.now()
    for unit, at in ((1, now - timedelta(days=9)), (2, now + timedelta(days=9))):
        a_session(course, unit, at)
    return an_attendance(course)


@pytest.fixture
def tara(course, signed_in):
    return signed_in(an_enrollment(course, "Tara", Role.GRADER).user)


def at(assignment, name, *more):
    return reverse(f"meetings:{name}", args=[assignment.public_id, *more])


def test_staff_take_a_register_and_take_a_line_back(tara, assignment, alice, bob):
    page = at(assignment, "register", 1)
    assert "Reason for Alice" in tara.get(page).content.decode()
    fields = {
        "seen": "0",
        "rest": "present",
        f"kind-{alice.public_id}": "excused",
        f"reason-{alice.public_id}": "Flu",
    }
    said = tara.post(page, fields, follow=True).content.decode()
    assert "2 marks written." in said and 'value="Flu"' in said
    mark = Mark.objects.get(enrollment=bob)
    address = reverse("meetings:mark-undo", args=[mark.public_id])
    said = tara.post(address, follow=True).content.decode()
    assert "“present” of Bob is taken back." in said
    assert "taken back</span>" in said and "took back “present”" in said


def test_a_wrong_form_is_refused(tara, assignment, alice):
    page = at(assignment, "register", 1)
    assert tara.post(page, {"rest": "present"}).status_code == 400
    sent = {"seen": "0", f"kind-{alice.public_id}": "excused"}
    assert tara.post(page, sent).status_code == 400
    assert not Mark.objects.exists()


def test_a_session_to_come_has_no_form(tara, assignment, alice):
    said = tara.get(at(assignment, "register", 2)).content.decode()
    assert "has not begun" in said and "Reason for" not in said
    assert tara.get(at(assignment, "register", 3)).status_code == 404


def test_students_see_their_own_marks_and_no_others(
    tara, assignment, alice, bob, signed_in
):
    sent = {
        "seen": "0",
        f"kind-{alice.public_id}": "late",
        f"kind-{bob.public_id}": "excused",
        f"reason-{bob.public_id}": "Jury duty",
    }
    tara.post(at(assignment, "register", 1), sent)
    hers = signed_in(alice.user)
    said = hers.get(at(assignment, "own-attendance")).content.decode()
    assert "<td>late</td>" in said and "Jury duty" not in said
    his = signed_in(bob.user).get(at(assignment, "own-attendance"))
    assert "Jury duty" in his.content.decode()
    assert hers.get(at(assignment, "attendance")).status_code == 404
    assert tara.get(at(assignment, "own-attendance")).status_code == 404
    address = reverse("student:assignment", args=[assignment.public_id])
    assert at(assignment, "own-attendance") in hers.get(address).content.decode()
    assert at(assignment, "attendance") in tara.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "more", "cost"), [("attendance", [], 7), ("register", [1], 7)]
)
def test_the_pages_cost_the_same_however_many_students(
    tara, assignment, alice, course, name, more, cost, django_assert_num_queries
):
    page = at(assignment, name, *more)
    tara.post(at(assignment, "register", 1), {"seen": "0", "rest": "present"})
    tara.get(page)
    with django_assert_num_queries(cost):
        tara.get(page)
    for number in range(6):
        an_enrollment(course, f"Student {number}")
    newest = Mark.objects.latest("pk").pk
    sent = {"seen": newest, "rest": "present"}
    tara.post(at(assignment, "register", 1), sent)
    with django_assert_num_queries(cost):
        tara.get(page)


def test_writing_costs_the_same_however_many_students(
    tara, assignment, alice, bob, course, django_assert_num_queries
):
    page = at(assignment, "register", 1)

    def save(rest):
        newest = Mark.objects.order_by("pk").last()
        sent = {"seen": newest.pk if newest else 0}
        for one in course.enrollments.filter(role="student"):
            sent[f"kind-{one.public_id}"] = rest
        return tara.post(page, sent)

    save("late")
    with CaptureQueriesContext(connection) as asked:
        save("present")
    cost = len(asked)
    for number in range(6):
        an_enrollment(course, f"Student {number}")
    save("late")
    with django_assert_num_queries(cost):
        assert save("present").status_code == 302
