from django.urls import reverse
from django.utils import timezone

from portal.gradebook.services import adjust


def address(enrollment):
    return reverse("staff:grades", args=[enrollment.public_id])


def test_staff_see_unreleased_grades_and_who_wrote_what(term, signed_in):
    alice = term.alice.enrollments.get()
    adjust(
        term.homework,
        alice,
        points=4,
        reason="A fault of ours.",
        actor=term.tara,
        now=timezone.now(),
    )
    page = signed_in(term.tara).get(address(alice)).content.decode()
    # 80 of 100 here, 0 of 10 for the one that ran out of time.
    assert "Alice Moreno has 40.0\xa0% so far" in page
    assert "A fault of ours." in page and 'aria-label="not released"' in page
    assert page.count(term.tara.name) >= 2  # in the bar, and beside the line


def test_the_gradebook_leads_to_it(term, signed_in):
    alice = term.alice.enrollments.get()
    book = reverse("staff:gradebook", args=[term.course.public_id])
    assert address(alice) in signed_in(term.tara).get(book).content.decode()


def test_to_the_student_it_is_not_there(term, signed_in):
    alice = term.alice.enrollments.get()
    assert signed_in(term.alice).get(address(alice)).status_code == 404
