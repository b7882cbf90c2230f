from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from portal.assignments.services import give_extension
from portal.courses.models import Role
from portal.gradebook.services import excuse, mark_incomplete, release
from tests.factories.grading import (
    a_submission,
    a_version,
    an_assignment,
    an_enrollment,
    grade,
)
from tests.factories.runners import a_runner


def test_due_dates_are_in_the_courses_zone_and_mine(term, signed_in):
    page = signed_in(term.alice).get(
        reverse("student:course", args=[term.course.public_id])
    )
    text = page.content.decode()
    assert "for you" in text and ("PST" in text or "PDT" in text)
    assert f'nowrap">{term.layers.slug}</span>' in text


def a_draft(course):
    """Load an assignment twice and publish it never."""
    draft = an_assignment(course, slug=f"draft{course.assignments.count()}")
    a_version(draft, {**draft.published_version.spec, "title": "As loaded last"})
    draft.published_version = None
    draft.save()


def test_queries_do_not_grow_with_the_assignments(term, signed_in, cost_of):
    address = reverse("student:course", args=[term.course.public_id])
    for person in (term.alice, term.tara):
        place = person.enrollments.get()
        costs = []
        for more in (1, 10):
            for _ in range(more):
                a_draft(term.course)
                number = term.course.assignments.count()
                item = an_assignment(term.course, slug=f"x{number}")
                grade(a_submission(item, place), a_runner())
                item.published_version = a_version(item, item.published_version.spec)
                item.save()
            costs.append(cost_of(person, signed_in(person), address))
        assert costs[0] == costs[1]


def test_drafts_are_for_staff_as_they_were_loaded_last(term, signed_in):
    address = reverse("student:course", args=[term.course.public_id])
    a_draft(term.course)
    page = signed_in(term.tara).get(address).content.decode()
    assert "As loaded last" in page and "not published" in page
    assert "As loaded last" not in signed_in(term.alice).get(address).content.decode()


def test_one_s_own_due_date_is_shown(term, signed_in):
    address = reverse("student:course", args=[term.course.public_id])
    page = reverse("student:assignment", args=[term.layers.public_id])
    until = timezone.now() + timedelta(days=33)
    before = signed_in(term.alice).get(address).content.decode()
    give_extension(
        term.layers,
        term.alice.enrollments.get(),
        until=until,
        reason="Ill.",
        actor=term.tara,
        now=timezone.now(),
    )
    day = until.isoformat()
    assert day not in before
    assert day in signed_in(term.alice).get(address).content.decode()
    assert day in signed_in(term.alice).get(page).content.decode()
    assert day not in signed_in(term.tara).get(address).content.decode()


def test_to_staff_nothing_is_missing_of_themselves(term, signed_in):
    address = reverse("student:course", args=[term.course.public_id])
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    due = {"at": yesterday, "session": None, "offset": 0.0, "days": 0}
    an_assignment(term.course, slug="over", due=due)
    page = signed_in(term.tara).get(address).content.decode()
    assert "missing" not in page and "not sent" not in page
    assert "past due" in page
    assert "missing" in signed_in(term.alice).get(address).content.decode()


def test_instructors_are_led_to_the_set_up(term, signed_in):
    place = [term.course.public_id]
    address = reverse("student:course", args=place)
    setup = reverse("staff:setup", args=place)
    ines = an_enrollment(term.course, "Ines", Role.INSTRUCTOR).user
    gus = an_enrollment(term.course, "Gus", Role.GRADER).user
    for person, may in ((ines, True), (gus, False), (term.alice, False)):
        page = signed_in(person).get(address).content.decode()
        assert (f'href="{setup}"' in page) == may


def test_a_stranger_finds_nothing(term, signed_in):
    address = reverse("student:course", args=[term.course.public_id])
    assert signed_in(term.omar).get(address).status_code == 404


def test_what_staff_left_out_is_said_once_it_is_released(term, signed_in):
    address = reverse("student:course", args=[term.course.public_id])
    who = {"actor": term.tara, "now": timezone.now()}
    enrollment = term.alice.enrollments.get()
    mark_incomplete(term.layers, enrollment, reason="Ill.", **who)
    assert "incomplete" not in signed_in(term.alice).get(address).content.decode()
    release(term.layers, reason="Graded.", **who)
    assert "incomplete" in signed_in(term.alice).get(address).content.decode()
    excuse(term.layers, enrollment, reason="Ill.", **who)
    assert "excused" in signed_in(term.alice).get(address).content.decode()
