from django.urls import reverse


def test_it_shows_what_waits_runs_and_gave_up(term, signed_in):
    page = signed_in(term.omar).get(reverse("ops:queue")).content.decode()
    assert "One job gave up and waits for you" in page
    assert "Train, seed 2" in page


def test_a_poll_is_answered_304_while_nothing_changed(term, signed_in):
    browser = signed_in(term.omar)
    first = browser.get(reverse("ops:queue"), headers={"HX-Request": "true"})
    headers = {"HX-Request": "true", "If-None-Match": first["ETag"]}
    assert browser.get(reverse("ops:queue"), headers=headers).status_code == 304


def test_ops_put_a_parked_job_back(term, signed_in):
    address = reverse("ops:requeue", args=[term.jobs["parked"].public_id])
    assert signed_in(term.tara).post(address).status_code == 404
    signed_in(term.omar).post(address)
    term.jobs["parked"].refresh_from_db()
    assert term.jobs["parked"].state == "queued"


def test_to_everybody_else_it_is_not_there(term, signed_in):
    for person in (term.alice, term.tara):
        assert signed_in(person).get(reverse("ops:queue")).status_code == 404
