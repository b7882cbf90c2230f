import re

from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import AccessToken
from portal.accounts.selectors import person_for_token


def make(browser, **fields):
    fields = {"name": "cli", "scopes": ["read"], "days": 30, **fields}
    return browser.post(reverse("account:tokens"), fields)


def test_a_token_is_shown_once_and_works(term, signed_in):
    browser = signed_in(term.alice)
    response = make(browser)
    plaintext = re.search(r"assay_pat_[\w-]{20,}", response.content.decode()).group()
    assert person_for_token(plaintext, now=timezone.now())[0] == term.alice
    assert "no-store" in response["Cache-Control"]
    again = browser.get(reverse("account:tokens")).content.decode()
    assert plaintext not in again


def test_a_token_may_something_or_is_not_made(term, signed_in):
    before = AccessToken.objects.count()
    assert (
        "This field is required"
        in make(signed_in(term.alice), scopes=[]).content.decode()
    )
    assert AccessToken.objects.count() == before


def test_only_its_owner_revokes_it(term, signed_in):
    token = AccessToken.objects.get(user=term.alice)
    address = reverse("account:token-revoke", args=[token.public_id])
    assert signed_in(term.tara).post(address).status_code == 404
    signed_in(term.alice).post(address)
    token.refresh_from_db()
    assert token.revoked_at is not None
