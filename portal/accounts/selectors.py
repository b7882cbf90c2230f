"""Reads of people and tokens."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models.functions import Lower

from portal.accounts.models import AccessToken, User
from portal.lib.tokens import digest_of

BATCH = 1000


def person_by_email(email: str) -> User | None:
    """Return who signs in with ``email``, however it is written."""
    return User.objects.filter(email__iexact=email.strip()).first()


def people_by_email(emails: Iterable[str]) -> dict[str, User]:
    """Return who signs in with these, by address in small letters; 1 query a 1,000."""
    small = [email.strip().lower() for email in emails]
    found: dict[str, User] = {}
    for start in range(0, len(small), BATCH):
        wanted = small[start : start + BATCH]
        rows = User.objects.alias(small=Lower("email")).filter(small__in=wanted)
        found.update((person.email.lower(), person) for person in rows)
    return found


def person_for_token(
    plaintext: str, *, now: datetime
) -> tuple[User, AccessToken] | None:
    """Return whose token this is, unless it is unknown or has ended."""
    token = (
        AccessToken.objects.select_related("user")
        .filter(
            digest=digest_of(plaintext),
            expires_at__gt=now,
            revoked_at=None,
            user__is_active=True,
        )
        .first()
    )
    return None if token is None else (token.user, token)
