"""Every write to people and their access tokens."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from portal.accounts.models import AccessToken, User
from portal.audit import services as audit
from portal.lib.errors import ConflictError, InvalidError
from portal.lib.tokens import new_token

TOKEN_KIND = "pat"  # noqa: S105 - a prefix, not a password
SCOPES = ("read", "submit", "staff")
CALENDAR = "calendar"  # alone, of an address of due dates; no program signs in with it
LONGEST_TOKEN_LIFE = timedelta(days=366)


def create_person(
    email: str,
    *,
    name: str,
    password: str | None = None,
    is_ops: bool = False,
    actor: User | None,
    now: datetime,
) -> User:
    """Make a person who signs in with ``email``; without a password, by reset or SSO.

    Raise InvalidError for an address, name or password that can't be used, and
    ConflictError where the address is taken, however it is written.
    """
    email, name = clean_email(email), clean_name(name)
    person = User(email=email, name=name, is_ops=is_ops)
    if password is None:
        person.set_unusable_password()
    else:
        _check_password(password, person)
        person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
            audit.record("person.created", person, actor=actor, now=now, is_ops=is_ops)
    except IntegrityError as error:
        raise ConflictError(f"There is a person with the address {email}.") from error
    return person


@transaction.atomic
def change_profile(
    person: User, *, name: str, timezone: str, actor: User, now: datetime
) -> None:
    """Let people say what they are called and which zone they live in ("" for none)."""
    if timezone and timezone not in available_timezones():
        raise InvalidError(f"{timezone!r} is no time zone.")
    person.name, person.timezone = clean_name(name), timezone
    person.save(update_fields=["name", "timezone"])
    audit.record("person.profile_changed", person, actor=actor, now=now)


def clean_email(email: str) -> str:
    """Return the address as it is stored, or raise InvalidError."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidError(f"{email!r} is not an e-mail address.") from error
    if len(email) > 254:
        raise InvalidError("An e-mail address has at most 254 characters.")
    return email


def clean_name(name: str) -> str:
    """Return the name as it is stored, or raise InvalidError."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 200 or not name.isprintable():
        raise InvalidError("A name is one line of 1 to 200 characters.")
    return name


@transaction.atomic
def issue_token(
    person: User,
    *,
    name: str,
    scopes: Iterable[str] = ("read", "submit"),
    expires_at: datetime,
    actor: User | None,
    now: datetime,
) -> tuple[AccessToken, str]:
    """Make a key for a program; its plaintext is returned here and never again."""
    wanted = sorted(set(scopes), key=str)
    if wanted != [CALENDAR] and (not wanted or not set(wanted) <= set(SCOPES)):
        raise InvalidError(f"A token's scopes are some of {', '.join(SCOPES)}.")
    if not now < expires_at <= now + LONGEST_TOKEN_LIFE:
        raise InvalidError("A token ends after now, and within a year.")
    fresh = new_token(TOKEN_KIND)
    token = AccessToken.objects.create(
        user=person,
        name=clean_name(name)[:100],
        prefix=fresh.prefix,
        digest=fresh.digest,
        scopes=wanted,
        created_at=now,
        expires_at=expires_at,
    )
    audit.record("token.issued", token, actor=actor, now=now, scopes=wanted)
    return token, fresh.plaintext


@transaction.atomic
def revoke_token(token: AccessToken, *, actor: User | None, now: datetime) -> None:
    """End the token at once; does nothing to one that was revoked before."""
    revoked = AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=now
    )
    if revoked:
        token.revoked_at = now
        audit.record("token.revoked", token, actor=actor, now=now)


def note_token_use(token: AccessToken, *, now: datetime) -> None:
    """Keep when the token was last used, to the minute; no audit line for that."""
    last = token.last_used_at
    if last is None or now - last >= timedelta(minutes=1):
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
        token.last_used_at = now


def _check_password(password: str, person: User) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvalidError(" ".join(error.messages)) from error
