import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from portal.accounts import services
from portal.accounts.access import get_token, visible_tokens
from portal.accounts.models import AccessToken, User
from portal.accounts.selectors import person_by_email, person_for_token
from portal.audit.selectors import events_of
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from tests.factories.accounts import NOON, AccessTokenFactory, UserFactory

pytestmark = pytest.mark.django_db


def create(email="alice@example.edu", **more):
    more = {"name": "Alice Moreno", "actor": None, "now": NOON, **more}
    return services.create_person(email, **more)


def issue(person, **more):
    more = {
        "name": "laptop",
        "expires_at": NOON + timedelta(days=30),
        "actor": person,
        "now": NOON,
        **more,
    }
    return services.issue_token(person, **more)


def test_an_address_is_one_person_however_it_is_written():
    alice = create(" Alice@Example.EDU ")
    assert alice.email == "alice@example.edu"
    assert person_by_email("ALICE@example.edu") == alice
    with pytest.raises(ConflictError):
        create("alice@EXAMPLE.edu")


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "alice"},
        {"name": "  "},
        {"name": "Al\x00ice"},
        {"password": "short"},
        {"password": "password"},
    ],
)
def test_what_cannot_be_used_is_refused(wrong):
    with pytest.raises(InvalidError):
        create(**wrong)
    assert not User.objects.exists()


def test_without_a_password_nobody_signs_in_with_one():
    assert not create().has_usable_password()


def test_a_token_is_shown_once_and_kept_as_a_digest():
    alice = create()
    token, plaintext = issue(alice)

    assert person_for_token(plaintext, now=NOON) == (alice, token)
    kept = AccessToken.objects.values().get()
    assert plaintext not in str(kept)
    assert plaintext.startswith(kept["prefix"])


def test_a_token_ends_by_date_by_revoking_and_with_its_person():
    alice = create()
    token, plaintext = issue(alice)
    assert person_for_token(plaintext, now=NOON + timedelta(days=31)) is None

    alice.is_active = False
    alice.save()
    assert person_for_token(plaintext, now=NOON) is None
    alice.is_active = True
    alice.save()

    services.revoke_token(token, actor=alice, now=NOON)
    services.revoke_token(token, actor=alice, now=NOON + timedelta(days=1))
    token.refresh_from_db()
    assert token.revoked_at == NOON
    assert person_for_token(plaintext, now=NOON) is None
    assert [event.verb for event in events_of(token)] == [
        "token.issued",
        "token.revoked",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["root"]},
        {"expires_at": NOON},
        {"expires_at": NOON + timedelta(days=999)},
    ],
)
def test_a_token_without_end_or_sense_is_refused(wrong):
    with pytest.raises(InvalidError):
        issue(create(), **wrong)


def test_use_is_kept_to_the_minute():
    token = AccessTokenFactory()
    services.note_token_use(token, now=NOON)
    services.note_token_use(token, now=NOON + timedelta(seconds=59))
    token.refresh_from_db()
    assert token.last_used_at == NOON


def test_nobody_sees_anothers_token():
    token = AccessTokenFactory()
    stranger = UserFactory()

    assert get_token(token.user, token.public_id) == token
    assert not visible_tokens(stranger).exists()
    for public_id in (token.public_id, "nonsense"):
        with pytest.raises(NotFoundError):
            get_token(stranger, public_id)


def test_people_say_what_they_are_called():
    alice = create()
    services.change_profile(
        alice, name="Ali", timezone="Europe/Berlin", actor=alice, now=NOON
    )
    alice.refresh_from_db()
    assert (alice.name, alice.timezone) == ("Ali", "Europe/Berlin")
    with pytest.raises(InvalidError):
        services.change_profile(
            alice, name="Ali", timezone="Mars", actor=alice, now=NOON
        )


def test_the_command_shows_a_made_up_password_once():
    out = io.StringIO()
    call_command(
        "person", "add", "olu@example.edu", "--name", "Olu", "--ops", stdout=out
    )

    password = out.getvalue().split()[-1]
    olu = person_by_email("olu@example.edu")
    assert olu.is_ops and olu.check_password(password)


def test_the_command_reads_a_password(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("three brown foxes\n"))
    out = io.StringIO()
    arguments = ["add", "al@example.edu", "--name", "Al", "--password-stdin"]
    call_command("person", *arguments, stdout=out)

    assert person_by_email("al@example.edu").check_password("three brown foxes")
    assert "foxes" not in out.getvalue()

    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="No password"):
        call_command("person", *arguments)
