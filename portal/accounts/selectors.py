"""Reads of people and tokens."""

from datetime import datetime

from portal.accounts.models import AccessToken, User
from portal.lib.tokens import digest_of


def person_by_email(email: str) -> User | None:
    """Return who signs in with ``email``, however it is written."""
    return User.objects.filter(email__iexact=email.strip()).first()


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
