from django.urls import reverse

from tests.factories.grading import a_person


def test_it_says_what_is_due_and_what_came_back(term, signed_in):
    page = signed_in(term.alice).get(reverse("student:home")).content.decode()
    assert "Train an image classifier from scratch" in page
    assert "lab broken" in page


def test_who_is_in_no_course_learns_what_to_do(db, signed_in):
    page = signed_in(a_person()).get(reverse("student:home")).content.decode()
    assert "You are in no course yet" in page


def test_strangers_sign_in_first(client, db):
    response = client.get(reverse("student:home"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
