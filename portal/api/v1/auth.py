"""Personal access tokens in the Authorization header."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from portal.accounts.models import AccessToken, User
from portal.accounts.selectors import person_for_token
from portal.accounts.services import CALENDAR, note_token_use


class TokenAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer assay_pat_…``; nothing else signs a program in."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        kind, _, plaintext = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not plaintext.strip():
            return None
        return _person(plaintext.strip(), now=timezone.now())

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="assay"'


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[misc]
    """How the schema describes it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


def _person(plaintext: str, *, now: datetime) -> tuple[User, AccessToken]:
    found = person_for_token(plaintext, now=now)
    if found is None or found[1].scopes == [CALENDAR]:
        raise exceptions.AuthenticationFailed(
            "This token is unknown, expired or revoked; make a new one on the page "
            "'Access tokens' or with POST /api/v1/tokens/."
        )
    note_token_use(found[1], now=now)
    return found
