"""Signing in and out, a forgotten password, and single sign-on."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.mail.backends.filebased import EmailBackend
from django.urls import reverse
from django.utils import timezone

from portal.accounts.services import create_person

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def alice():
    return create_person(
        "alice@example.edu",
        name="Alice",
        password=PASSWORD,
        actor=None,
        now=timezone.now(),
    )


def sign_in(client, password=PASSWORD, email="alice@example.edu"):
    body = {"login": email, "password": password}
    return client.post(reverse("account_login"), body)


def who(client):
    return client.session.get("_auth_user_id")


def test_an_address_in_any_case_and_its_password_sign_in(client, alice):
    response = sign_in(client, email="Alice@Example.EDU")
    assert response.status_code == 302
    assert who(client) == str(alice.pk)


@pytest.mark.parametrize("email", ["alice@example.edu", "stranger@example.edu"])
def test_a_wrong_password_and_an_unknown_address_look_the_same(client, alice, email):
    response = sign_in(client, "wrong", email=email)
    assert response.status_code == 200
    assert "not correct" in response.content.decode()
    assert who(client) is None


def test_signing_out_asks_first_and_ends_the_session(client, alice):
    sign_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert who(client) is not None
    client.post(reverse("account_logout"))
    assert who(client) is None


def test_a_forgotten_password_comes_back_by_a_mail_in_a_file(
    client, alice, settings, tmp_path
):
    settings.EMAIL_BACKEND = f"{EmailBackend.__module__}.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    client.post(reverse("account_reset_password"), {"email": "alice@example.edu"})
    (mail,) = (tmp_path / "mail").iterdir()
    text = mail.read_text()
    assert "To: alice@example.edu" in text
    link = re.search(r"http://\S+/accounts/password/reset/key/\S+", text)

    form = client.get(urlsplit(link[0]).path, follow=True)
    fresh = "a new long passphrase"
    there = form.redirect_chain[-1][0]
    client.post(there, {"password1": fresh, "password2": fresh})
    assert sign_in(client).status_code == 200  # the old one is refused
    assert sign_in(client, fresh).status_code == 302


def test_a_reset_for_nobody_tells_nothing_and_writes_no_link(client, alice, mailoutbox):
    address = {"email": "stranger@example.edu"}
    response = client.post(reverse("account_reset_password"), address)
    assert response.url == reverse("account_reset_password_done")
    assert all("/reset/key/" not in mail.body for mail in mailoutbox)
    (mail,) = mailoutbox
    assert mail.subject == "Assay does not know this address"
    assert "instructor" in mail.body and "sign up" not in mail.body


class OpenIdServer(BaseHTTPRequestHandler):
    """What a university's sign-in answers: its addresses, a token, who it was."""

    email = ""

    def do_GET(self):
        here = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.startswith("/.well-known/"):
            self.answer(
                issuer=here,
                authorization_endpoint=f"{here}/authorize",
                token_endpoint=f"{here}/token",
                userinfo_endpoint=f"{here}/me",
            )
        else:
            self.answer(sub="u-1", email=self.email, email_verified=True)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(access_token="opaque", token_type="Bearer")

    def answer(self, **data):
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def university(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), OpenIdServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    app = {**settings.OIDC_APP, "name": "CalNet", "client_id": "assay", "secret": "s"}
    app["settings"] = {**app["settings"], "server_url": url}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield url
    server.shutdown()
    server.server_close()


def through(client, university):
    """Go to the university and come back with a code."""
    page = client.get(reverse("account_login")).content.decode()
    link = re.search(r'href="(/accounts/oidc/[^"]+)"', page)[1].replace("&amp;", "&")
    assert "Continue with CalNet" in page
    away = client.get(link)
    assert away.url.startswith(f"{university}/authorize?")
    asked = parse_qs(urlsplit(away.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = {"code": "c", "state": asked["state"][0]}
    return client.get(urlsplit(asked["redirect_uri"][0]).path, back, follow=True)


def test_who_came_by_single_sign_on_only_can_choose_a_password(client, alice):
    alice.set_unusable_password()
    alice.save()
    client.force_login(alice)
    page = client.get(reverse("account_change_password"), follow=True)
    assert '<button class="btn btn-primary" type="submit">' in page.content.decode()
    body = {"password1": "a longer sentence", "password2": "a longer sentence"}
    client.post(reverse("account_set_password"), body)
    alice.refresh_from_db()
    assert alice.check_password("a longer sentence")


@pytest.mark.parametrize(
    "place",
    ["email", "confirm-email", "confirm-email/any-key", "3rdparty", "reauthenticate"],
)
def test_an_address_is_changed_on_the_roster_only(client, alice, place):
    sign_in(client)
    body = {"email": "mallory@example.edu", "action_add": ""}
    address = f"/accounts/{place}/"
    for answer in (client.get(address), client.post(address, body)):
        assert answer.url == reverse("account:profile")
    assert alice.emailaddress_set.filter(email="mallory@example.edu").count() == 0


def test_asking_too_often_is_refused_on_a_page_of_ours(client, alice, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    answers = [
        client.post(reverse("account_reset_password"), {"email": "a@example.edu"})
        for _ in range(3)
    ]
    assert answers[-1].status_code == 429
    assert "That was too often" in answers[-1].content.decode()


def test_who_was_wrong_too_often_is_told_how_long_to_wait(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/5m/key"}
    body = {"login": "often@example.edu", "password": "a wrong one"}
    page = [client.post(reverse("account_login"), body) for _ in range(3)][-1]
    assert "Wait five minutes before the next try" in page.content.decode()


def test_single_sign_on_lets_those_on_the_roster_in(
    client, alice, university, monkeypatch
):
    monkeypatch.setattr(OpenIdServer, "email", "alice@example.edu")
    through(client, university)
    assert who(client) == str(alice.pk)


def test_single_sign_on_makes_nobody_new(client, alice, university, monkeypatch):
    monkeypatch.setattr(OpenIdServer, "email", "stranger@example.edu")
    page = through(client, university)
    assert who(client) is None
    assert "roster" in page.content.decode()


def test_without_a_server_only_the_form_is_shown(client, db):
    assert "Continue with" not in client.get(reverse("account_login")).content.decode()
