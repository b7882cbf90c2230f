"""Grades, and the lines of the ledger behind them."""

from typing import Any

from rest_framework import serializers

from portal.api.v1.shapes.submission import AssignmentNameShape, PersonShape
from portal.gradebook.models import LedgerEntry

KINDS = ("override", "adjustment", "excuse", "incomplete", "comment")


class GradeCellShape(serializers.Serializer[Any]):
    """One grade of a row; to a student null where it is not released."""

    assignment = serializers.UUIDField()
    slug = serializers.CharField()
    max_points = serializers.FloatField()
    points = serializers.FloatField(allow_null=True)
    is_released = serializers.BooleanField()
    is_late = serializers.BooleanField()
    is_missing = serializers.BooleanField()
    is_override = serializers.BooleanField()
    is_excused = serializers.BooleanField()
    is_incomplete = serializers.BooleanField()
    pending_points = serializers.FloatField()


class GradeRowShape(serializers.Serializer[Any]):
    """One student's grades; the total is percent of what has a grade."""

    enrollment = serializers.UUIDField()
    person = PersonShape()
    section = serializers.CharField(allow_null=True)
    total = serializers.FloatField(allow_null=True)
    letter = serializers.CharField(allow_blank=True)
    grades = GradeCellShape(many=True)


class LedgerEntryShape(serializers.ModelSerializer[LedgerEntry]):
    """A line of the ledger; ``undoes`` names the line that it takes back."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    author = PersonShape()
    undoes = serializers.UUIDField(source="undoes.public_id", allow_null=True)
    number = serializers.IntegerField(min_value=1)

    class Meta:
        model = LedgerEntry
        fields = ("id", "number", "kind", "points", "reason", "author", "at", "undoes")


class GradeShape(serializers.Serializer[Any]):
    """One grade with all its lines, newest first; ``version`` goes into If-Match."""

    assignment = AssignmentNameShape()
    enrollment = serializers.UUIDField()
    person = PersonShape()
    points = serializers.FloatField(allow_null=True)
    score = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    is_released = serializers.BooleanField()
    is_excused = serializers.BooleanField()
    is_incomplete = serializers.BooleanField()
    version = serializers.CharField()
    ledger = LedgerEntryShape(many=True)


class WhyShape(serializers.Serializer[Any]):
    """Why; those concerned read it."""

    reason = serializers.CharField(max_length=2000)


class NewEntryShape(WhyShape):
    """A line to write; ``points`` for overrides and adjustments."""

    kind = serializers.ChoiceField(KINDS)
    points = serializers.FloatField(required=False, allow_null=True)
    is_above_meant = serializers.BooleanField(default=False)

    def validate(self, attrs: Any) -> Any:
        """Ask for points where the kind needs them."""
        if attrs["kind"] in KINDS[:2] and attrs.get("points") is None:
            raise serializers.ValidationError({"points": "Say how many points."})
        return attrs
