from django.urls import reverse


def test_staff_have_it_graded_again(term, signed_in):
    address = reverse("staff:grade-again", args=[term.submissions["broken"].public_id])
    response = signed_in(term.tara).post(address, follow=True)
    assert "graded again, at no cost" in response.content.decode()
    assert term.submissions["broken"].grading_jobs.count() == 2


def test_staff_put_a_parked_job_back(term, signed_in):
    address = reverse("staff:requeue", args=[term.jobs["parked"].public_id])
    signed_in(term.tara).post(address)
    term.jobs["parked"].refresh_from_db()
    assert term.jobs["parked"].state == "queued"


def test_to_the_author_neither_is_there(term, signed_in):
    browser = signed_in(term.alice)
    broken, parked = term.submissions["broken"], term.jobs["parked"]
    for page, thing in (("grade-again", broken), ("requeue", parked)):
        response = browser.post(reverse(f"staff:{page}", args=[thing.public_id]))
        assert response.status_code == 404
