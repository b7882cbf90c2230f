"""Signing in for a token, and what a token may do."""

import pytest
from django.test import Client

from portal.accounts.models import AccessToken
from tests.factories.grading import a_person
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
URL = "/api/v1/tokens/"


@pytest.fixture
def ada(db):
    person = a_person("ada")
    person.set_password(PASSWORD)
    person.save()
    return person


def ask(**more):
    body = {"email": "ada@example.edu", "password": PASSWORD, "name": "ci", **more}
    return Client().post(URL, body, content_type="application/json")


def test_email_and_password_buy_a_token_shown_once(ada):
    answer = ask()
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    body = answer.json()
    assert body["token"].startswith("assay_pat_")
    assert body["scopes"] == ["read", "submit"]
    client = Client(headers={"Authorization": f"Bearer {body['token']}"})
    listed = client.get(URL).json()["results"]
    assert [token["name"] for token in listed] == ["ci"]
    assert "token" not in listed[0]
    assert listed[0]["last_used_at"] is not None


def test_the_address_may_be_written_in_any_case(ada):
    assert ask(email="ADA@Example.edu").status_code == 201


@pytest.mark.parametrize("wrong", [{"password": "no"}, {"email": "nobody@example.edu"}])
def test_wrong_credentials_don_t_say_which(wrong, ada):
    problem(ask(**wrong), 401, "wrong_credentials")
    assert AccessToken.objects.count() == 0


def test_who_was_shut_out_gets_none(ada):
    ada.is_active = False
    ada.save()
    problem(ask(), 401, "wrong_credentials")


def test_wrong_fields_are_named(ada):
    body = problem(ask(scopes=["all"], days=0), 400, "invalid")
    assert set(body["fields"]) == {"scopes", "days"}
    answer = Client().post(URL, "[1]", content_type="application/json")
    problem(answer, 400, "invalid")
    answer = Client().post(URL, "{", content_type="application/json")
    problem(answer, 400, "parse_error")


def test_guessing_is_slowed_down_for_each_person(ada):
    codes = [ask(password="guess").status_code for _ in range(7)]
    assert codes == [401] * 6 + [429]
    assert ask(email="other@example.edu").status_code == 401


def test_a_token_is_revoked_at_once(alice):
    (token,) = alice.get(URL).json()["results"]
    assert alice("delete", f"{URL}{token['id']}/").status_code == 204
    problem(alice.get(URL), 401, "authentication_failed")


def test_nobody_revokes_another_s(alice, bob):
    (token,) = bob.get(URL).json()["results"]
    problem(alice("delete", f"{URL}{token['id']}/"), 404, "not_found")


def test_an_expired_token_says_what_to_do(program, enrollment):
    late = program(enrollment.user, days=-1)
    answer = late.get("/api/v1/courses/")
    body = problem(answer, 401, "authentication_failed")
    assert "make a new one" in body["detail"]
    assert answer["WWW-Authenticate"] == 'Bearer realm="assay"'


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic eDp4", "Bearer assay_pat_x", "Bearer \u00e9"],
)
def test_without_a_good_token_there_is_nothing(header, db):
    answer = Client(headers={"Authorization": header}).get("/api/v1/courses/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_session_is_no_token(enrollment):
    client = Client()
    client.force_login(enrollment.user, "portal.notifications.backend.Backend")
    assert client.get("/api/v1/courses/").status_code == 401
