from django.urls import reverse


def test_name_and_zone_are_kept(term, signed_in):
    fields = {"name": "Alice M.", "timezone": "Europe/Paris"}
    signed_in(term.alice).post(reverse("account:profile"), fields)
    term.alice.refresh_from_db()
    assert (term.alice.name, term.alice.timezone) == ("Alice M.", "Europe/Paris")


def test_a_zone_that_is_none_is_refused(term, signed_in):
    fields = {"name": "Alice", "timezone": "Mars/Base"}
    page = signed_in(term.alice).post(reverse("account:profile"), fields)
    assert "not one of the available choices" in page.content.decode()
