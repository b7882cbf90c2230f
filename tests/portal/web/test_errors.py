from django.urls import reverse

from portal.lib.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from portal.web.errors import status_of

JSON = "application/json"


def test_every_refusal_has_its_status():
    kinds = (NotFoundError, RefusedError, ConflictError, InvalidError)
    assert [status_of(kind("x")) for kind in kinds] == [404, 403, 409, 400]


def test_a_refusal_leads_back_to_our_own_page_only(term, signed_in):
    browser = signed_in(term.alice)
    address = reverse("student:cancel", args=[term.submissions["best"].public_id])
    ours = browser.post(address, headers={"Referer": "http://testserver/account/"})
    assert 'href="/account/"' in ours.content.decode()
    theirs = browser.post(address, headers={"Referer": "http://evil.example/x"})
    assert "evil.example" not in theirs.content.decode()


def test_the_address_of_a_form_says_that_nothing_was_sent(term, signed_in):
    browser = signed_in(term.alice)
    address = reverse("student:cancel", args=[term.submissions["best"].public_id])
    page = browser.get(address, headers={"Referer": "http://testserver/account/"})
    assert (page.status_code, page["Allow"]) == (405, "POST")
    said = page.content.decode()
    assert "Nothing was sent" in said and 'href="/account/"' in said
    assert b"Nothing changed" not in browser.get(address, HTTP_ACCEPT=JSON).content


def test_an_address_of_nothing_is_a_page_of_ours(client, db):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


def test_what_broke_is_told_in_the_sites_own_dress(client, db, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("portal.web.frame.site_frame", broken)
    monkeypatch.setattr("portal.web.context.site_frame", broken)
    client.raise_request_exception = False
    response = client.get(reverse("account_login"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "It is the operator’s move" in page
    assert "css/components" in page


def test_the_site_says_loudly_that_nothing_isolates(client, db, settings):
    settings.SANDBOX = "process"
    page = client.get(reverse("account_login")).content.decode()
    assert "Nothing isolates submissions here." in page
    settings.SANDBOX = "docker"
    assert (
        "Nothing isolates" not in client.get(reverse("account_login")).content.decode()
    )


def test_no_page_has_script_or_style_of_its_own(term, signed_in):
    page = signed_in(term.alice).get(reverse("student:home"))
    assert "style=" not in page.content.decode()
    assert "unsafe-inline" not in page["Content-Security-Policy"]
