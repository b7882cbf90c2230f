"""Notices."""

from typing import Any

from rest_framework import serializers

from portal.notifications.kinds import KINDS


class NoticeShape(serializers.Serializer[Any]):
    """One thing to know; ``page`` leads to it and notes that it was read."""

    id = serializers.UUIDField()
    kind = serializers.CharField(help_text=f"One of {', '.join(sorted(KINDS))}.")
    sentence = serializers.CharField()
    course = serializers.UUIDField(allow_null=True)
    assignment = serializers.UUIDField(allow_null=True)
    submission = serializers.UUIDField(allow_null=True)
    at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    page = serializers.CharField()


class AllReadShape(serializers.Serializer[Any]):
    """How many were new until now."""

    read = serializers.IntegerField()
