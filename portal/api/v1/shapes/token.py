"""Access tokens."""

from typing import Any

from rest_framework import serializers

from portal.accounts.services import SCOPES


class TokenRequestShape(serializers.Serializer[Any]):
    """Who asks for a token, and what it shall be good for."""

    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=1024, trim_whitespace=False)
    name = serializers.CharField(max_length=100, default="API")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(SCOPES),
        default=["read", "submit"],
        allow_empty=False,
    )
    days = serializers.IntegerField(min_value=1, max_value=365, default=90)


class TokenShape(serializers.Serializer[Any]):
    """A token without its secret."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    prefix = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class NewTokenShape(TokenShape):
    """A token just made; ``token`` is shown this once."""

    token = serializers.CharField()
