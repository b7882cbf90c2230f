"""Notices by program: listed, read, and nobody else's."""

from django.utils import timezone

from portal.notifications.models import Notice
from tests.factories.grading import a_submission

LIST = "/api/v1/notices/"


def a_notice(enrollment, assignment, number=1):
    now = timezone.now()
    return Notice.objects.create(
        person=enrollment.user,
        kind="graded",
        key=f"test:{number}",
        course=assignment.course,
        assignment=assignment,
        submission=a_submission(assignment, enrollment, now=now),
        at=now,
        told_at=now,
        channel="portal",
    )


def test_they_are_listed_newest_first_and_noted_as_read(
    program, enrollment, assignment, bob
):
    one, two = (a_notice(enrollment, assignment, number) for number in (1, 2))
    alice = program(enrollment.user, ["read"])
    found = alice.get(LIST).json()["results"]
    assert [line["id"] for line in found] == [str(two.public_id), str(one.public_id)]
    assert found[0]["sentence"] == "Submission 2 of “Homework 5” has been graded."
    assert found[0]["assignment"] == str(assignment.public_id)
    assert found[0]["page"] == f"/notices/{two.public_id}/"
    assert bob.get(LIST).json()["results"] == []
    assert bob.post(f"{LIST}{one.public_id}/read/").status_code == 404
    assert alice.post(f"{LIST}{one.public_id}/read/").status_code == 204
    assert alice.post(f"{LIST}read/").json() == {"read": 1}
    assert all(line["read_at"] for line in alice.get(LIST).json()["results"])
