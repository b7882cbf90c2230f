import time_machine
from django.urls import reverse

from portal.courses.models import Enrollment, Role
from portal.gradebook.services import release
from tests.factories.grading import (
    NOON,
    a_course,
    a_person,
    a_submission,
    a_version,
    an_assignment,
    an_enrollment,
    grade,
)
from tests.factories.runners import a_runner


def test_it_says_what_is_due_and_what_came_back(term, signed_in):
    page = signed_in(term.alice).get(reverse("student:home")).content.decode()
    assert "Train an image classifier from scratch" in page
    assert "lab broken" in page


SOON = {"at": "2026-10-05T12:00:00+00:00", "session": None, "offset": 0.0, "days": 0}


@time_machine.travel(NOON)
def test_only_what_is_handed_in_is_open_and_to_do(db, signed_in):
    course = a_course("w251")
    alice = an_enrollment(course, "Alice")
    done = an_assignment(course, title="Done", slug="hw1", due=SOON)
    an_assignment(course, title="Still to do", slug="hw2", due=SOON)
    an_assignment(course, title="Any time", slug="hw3", due=None)
    nobody_hands_in = {"family": "", "due": SOON, "points": 5.0}
    for kind in ("attendance", "participation", "presentation", "paper"):
        an_assignment(
            course, title=f"A {kind}", slug=kind, kind=kind, **nobody_hands_in
        )
    an_assignment(course, title="Talking", slug="p", kind="participation", family="")
    a_submission(done, alice, now=NOON)
    page = signed_in(alice.user).get(reverse("student:home")).content.decode()
    assert "One thing to hand in this week" in page
    assert "3 assignments open." in page
    due = page.split("Courses</h2>")[0]
    assert "A presentation" in due and "A paper" in due  # dates to be ready for
    assert "A attendance" not in due and "A participation" not in due
    course_page = reverse("student:course", args=[course.public_id])
    head = signed_in(alice.user).get(course_page).content.decode().split("c-list")[0]
    assert "Next due: <b>Done</b>" in head


def test_who_is_in_no_course_learns_what_to_do(db, signed_in):
    page = signed_in(a_person()).get(reverse("student:home")).content.decode()
    assert "You are in no course yet" in page


def test_strangers_sign_in_first(client, db):
    response = client.get(reverse("student:home"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def a_term_of(alice, number, runner):
    """Put her in one more course, with a release and a score under an older version."""
    course = a_course(f"c{number}")
    role = Role.GRADER if number == 3 else Role.STUDENT
    place = Enrollment.objects.create(
        course=course, user=alice, role=role, enrolled_at=NOON
    )
    tara = an_enrollment(course, role=Role.INSTRUCTOR).user
    for item in range(1, 2 + number):
        work = an_assignment(course, slug=f"hw{item}", due=SOON)
        grade(a_submission(work, place), runner)
        release(work, reason="Done.", actor=tara, now=NOON)
        work.published_version = a_version(work, work.published_version.spec)
        work.save()


def test_it_costs_the_same_in_one_course_and_in_many(db, signed_in, cost_of):
    alice, runner = a_person("alice"), a_runner()
    costs = []
    for courses in ((1,), (2, 3, 4)):
        for number in courses:
            a_term_of(alice, number, runner)
        costs.append(cost_of(alice, signed_in(alice), reverse("student:home")))
    assert costs[0] == costs[1]


def test_drafts_are_not_open_yet(db, signed_in):
    course = a_course("w251")
    tara = an_enrollment(course, "Tara", Role.INSTRUCTOR).user
    an_assignment(course, title="Out", slug="hw1", due=None)
    draft = an_assignment(course, title="Not out", slug="hw2", due=None)
    draft.published_version = None
    draft.save()
    page = signed_in(tara).get(reverse("student:home")).content.decode()
    assert "1 assignment open." in page
    page = signed_in(tara).get(reverse("student:course", args=[course.public_id]))
    assert "Not out" in page.content.decode()
