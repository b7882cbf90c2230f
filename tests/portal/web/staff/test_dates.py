import pytest
from django.urls import reverse

from portal.assignments.extensions import held_extensions, personal_dates
from portal.assignments.selectors import current_overrides, due_dates
from portal.courses.models import Role, Section
from tests.factories.grading import (
    DUE,
    a_course,
    a_submission,
    an_assignment,
    an_enrollment,
)

pytestmark = pytest.mark.django_db
WANTED = {"due": "2026-10-12T12:00", "reason": "A holiday."}


@pytest.fixture
def assignment():
    return an_assignment(a_course("w251"))


@pytest.fixture
def alice(assignment):
    return an_enrollment(assignment.course, "alice")


@pytest.fixture
def ines(assignment, signed_in):
    return signed_in(an_enrollment(assignment.course, "ines", Role.INSTRUCTOR).user)


def send(client, action, assignment, **fields):
    address = reverse(f"staff:{action}", args=[assignment.public_id])
    return client.post(address, fields, follow=True)


def again(assignment):
    return type(assignment).objects.get(pk=assignment.pk)


def test_other_dates_are_looked_at_set_and_taken_back(ines, assignment, alice):
    a_submission(assignment, alice)
    said = send(ines, "dates", assignment, **WANTED).content.decode()
    assert "Nothing is changed yet" in said
    assert "due 8 Oct 2026 12:00 becomes 12 Oct 2026 12:00, after 1 hand-in" in said
    assert due_dates(again(assignment)).due == DUE

    said = send(ines, "dates", assignment, **WANTED, yes="yes").content.decode()
    assert "The dates hold from now on." in said and "A holiday." in said
    assert due_dates(again(assignment)).due.isoformat() == "2026-10-12T12:00:00+00:00"

    send(ines, "date-end", assignment, field="due")
    assert current_overrides(again(assignment)) == {}
    assert send(ines, "dates", assignment, due="soon").status_code == 400


def test_a_student_and_a_section_get_more_time(ines, assignment, alice, signed_in):
    section = Section.objects.create(course=assignment.course, name="A")
    tara = signed_in(an_enrollment(assignment.course, "tara", Role.GRADER).user)
    more = {"until": "2026-10-20T12:00", "reason": "Ill."}
    send(tara, "extend", assignment, email="ALICE@example.edu", **more)
    said = send(ines, "extend", assignment, section="A", **more).content.decode()
    assert "Section A has more time." in said and "alice" in said
    assert {line.section for line in held_extensions(assignment)} == {None, section}
    assert personal_dates(assignment, alice).due.day == 20

    send(ines, "extend-end", assignment, email="alice@example.edu", reason="A slip.")
    assert personal_dates(assignment, alice).due == DUE
    early = send(
        ines,
        "extend",
        assignment,
        email="alice@example.edu",
        **more | {"until": "2026-10-01T12:00"},
    )
    assert early.status_code == 400
    assert "before the due date that all have" in early.content.decode()
