"""The board of an assignment."""

from typing import Any

from rest_framework import serializers


class BoardLineShape(serializers.Serializer[Any]):
    """One model; ``rank`` is null where the gate is not met.

    ``person``, ``submission`` and ``points`` are null to students.
    """

    rank = serializers.IntegerField(source="entry.rank", allow_null=True)
    name = serializers.CharField(source="entry.pseudonym")
    is_mine = serializers.BooleanField()
    is_on_frontier = serializers.BooleanField(source="entry.is_on_frontier")
    quality = serializers.FloatField(source="entry.quality.value")
    size = serializers.FloatField(source="entry.size.value")
    latency = serializers.FloatField(source="entry.latency.value")
    person = serializers.CharField(allow_null=True)
    submission = serializers.UUIDField(allow_null=True)
    points = serializers.FloatField(allow_null=True)


class BoardShape(serializers.Serializer[Any]):
    """Which measurements it shows, and everybody's counting model, ranked first."""

    title = serializers.CharField(source="board.title")
    quality = serializers.CharField(source="board.quality")
    size = serializers.CharField(source="board.size")
    latency = serializers.CharField(source="board.latency")
    lines = BoardLineShape(many=True)
