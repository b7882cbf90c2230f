"""Tokens: a program signs in with e-mail and password once, then with its key."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import authenticate
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.access import get_token, visible_tokens
from portal.accounts.models import User
from portal.accounts.services import issue_token, revoke_token
from portal.api.v1.describe import answers, describe, paged
from portal.api.v1.pages import page_of
from portal.api.v1.shapes.token import NewTokenShape, TokenRequestShape, TokenShape
from portal.api.v1.throttles import SignInsFromOnePlace, SignInsOfOnePerson
from portal.api.v1.view import ApiView


class WrongCredentials(exceptions.APIException):
    """Nobody signs in with this address and password."""

    status_code = 401
    default_code = "wrong_credentials"
    default_detail = "Nobody signs in with this e-mail address and password."


class TokensView(ApiView):
    """One's own tokens, and the way to the first."""

    throttle_classes = (SignInsFromOnePlace, SignInsOfOnePerson)

    def get_permissions(self) -> Any:
        """Let POST in without a token: it is how one is made."""
        return [] if self.request.method == "POST" else super().get_permissions()

    def get_authenticators(self) -> Any:
        """Don't look at a token where none is needed."""
        is_post = self.request is not None and self.request.method == "POST"
        return [] if is_post else super().get_authenticators()

    @describe(
        "tokens_create",
        request=TokenRequestShape,
        responses=answers(NewTokenShape, 400, 429, status=201),
        auth=[],
    )
    def post(self, request: Request) -> Response:
        """Trade e-mail and password for a token; it is shown this once."""
        asked = TokenRequestShape(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        person = authenticate(
            request._request, email=wanted["email"], password=wanted["password"]
        )
        if not isinstance(person, User):
            raise WrongCredentials
        now = timezone.now()
        token, plaintext = issue_token(
            person,
            name=wanted["name"],
            scopes=wanted["scopes"],
            expires_at=now + timedelta(days=wanted["days"]),
            actor=person,
            now=now,
        )
        body = {**TokenShape(token).data, "token": plaintext}
        return Response(body, status=201, headers={"Cache-Control": "no-store"})

    @describe("tokens_list", responses=answers(paged(TokenShape)))
    def get(self, request: Request) -> Response:
        """List one's tokens, newest first, also those that ended."""
        return page_of(
            visible_tokens(self.viewer),
            request,
            ordering=("-created_at", "-pk"),
            shape=lambda rows: TokenShape(rows, many=True).data,
        )


class TokenView(ApiView):
    """One token."""

    @describe("tokens_revoke", responses=answers(None, 404, status=204))
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Revoke a token at once, also the one in use."""
        token = get_token(self.viewer, public_id)
        revoke_token(token, actor=self.viewer, now=timezone.now())
        return Response(status=204)
