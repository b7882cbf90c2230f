from django.urls import reverse
from django.utils import timezone

from portal.gradebook.services import comment, excuse, release
from tests.factories.grading import an_assignment


def address(term):
    return reverse("student:grades", args=[term.course.public_id])


def test_nothing_is_told_before_its_release(term, signed_in):
    page = signed_in(term.alice).get(address(term)).content.decode()
    assert "You have no grade yet" in page
    assert "3 assignments are not released yet" in page
    assert term.homework.published_version.spec["title"] not in page


def test_a_released_grade_shows_its_way_from_checks_to_the_total(term, signed_in):
    now = timezone.now()
    release(term.homework, reason="Done.", actor=term.tara, now=now)
    page = signed_in(term.alice).get(address(term)).content.decode()
    assert "You have 76.0\xa0% so far" in page
    assert "Accuracy on unseen images" in page and "Submission" in page
    assert "76\xa0% of its points, and all of “Homework”" in page
    assert "10 more points wait for a person." in page
    assert term.tara.name not in page


def test_an_excused_one_says_so_and_what_staff_wrote(term, signed_in):
    now = timezone.now()
    alice = term.alice.enrollments.get()
    excuse(term.layers, alice, reason="Away for us.", actor=term.tara, now=now)
    comment(term.layers, alice, text="See you.", actor=term.tara, now=now)
    release(term.layers, reason="Done.", actor=term.tara, now=now)
    page = signed_in(term.alice).get(address(term)).content.decode()
    for said in ("excused", "Away for us.", "See you.", "carry its weight"):
        assert said in page


def test_staff_are_led_to_the_gradebook(term, signed_in):
    answer = signed_in(term.tara).get(address(term))
    assert answer.url == reverse("staff:gradebook", args=[term.course.public_id])


def test_queries_do_not_grow_with_the_assignments(term, signed_in, cost_of):
    pages = [
        (term.alice, address(term)),
        (term.alice, f"{address(term)}csv/"),
        (
            term.tara,
            reverse("staff:grades", args=[term.alice.enrollments.get().public_id]),
        ),
    ]
    costs = []
    for wanted in (3, 40):
        while term.course.assignments.count() < wanted:
            slug = f"x{term.course.assignments.count()}"
            more = an_assignment(term.course, slug=slug)
            release(more, reason="Done.", actor=term.tara, now=timezone.now())
        costs.append([cost_of(who, signed_in(who), page) for who, page in pages])
    assert costs[0] == costs[1]


def test_a_stranger_finds_nothing(term, signed_in):
    assert signed_in(term.omar).get(address(term)).status_code == 404
