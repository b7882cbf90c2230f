"""Personal access tokens in the Authorization header."""

from typing import Any

from django.utils import timezone
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from portal.accounts.selectors import person_for_token


class TokenAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer assay_pat_…``; nothing else signs a program in."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        kind, _, plaintext = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or not plaintext:
            return None
        found = person_for_token(plaintext.strip(), now=timezone.now())
        if found is None:
            raise exceptions.AuthenticationFailed(
                "This token is unknown, expired or revoked; make a new one on the "
                "page 'Access tokens'."
            )
        return found

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="assay"'
