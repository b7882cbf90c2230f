"""A rubric as it holds, how it is changed, and what that does."""

from typing import Any

from rest_framework import serializers

LONGEST = 500


class RubricLineShape(serializers.Serializer[Any]):
    """One item: ``points``, or ``percent`` where the criterion is ``bands``."""

    name = serializers.CharField(max_length=64)
    title = serializers.CharField(max_length=200)
    points = serializers.FloatField(required=False, allow_null=True)
    percent = serializers.FloatField(required=False, allow_null=True)
    comment = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST
    )


class RubricCriterionShape(serializers.Serializer[Any]):
    """One criterion; ``kind`` is add, subtract, levels, bands or points (typed)."""

    name = serializers.CharField(max_length=64)
    title = serializers.CharField(max_length=200)
    points = serializers.FloatField()
    kind = serializers.CharField(max_length=16)
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST)
    items = RubricLineShape(many=True, required=False)


class RubricShape(serializers.Serializer[Any]):
    """The rubric of a check; ``is_edited``: staff changed what its file says."""

    check_name = serializers.CharField(source="name")
    title = serializers.CharField()
    points = serializers.FloatField()
    is_edited = serializers.BooleanField()
    note = serializers.CharField(source="rubric.note", allow_blank=True)
    criteria = RubricCriterionShape(source="rubric.criteria", many=True)


class RubricRequestShape(serializers.Serializer[Any]):
    """What is to hold; ``criteria`` left out: what the file says.

    Nothing is written while ``is_preview``; to keep it, a reason is needed.
    """

    criteria = RubricCriterionShape(many=True, required=False)
    note = serializers.CharField(default="", allow_blank=True, max_length=LONGEST)
    reason = serializers.CharField(default="", allow_blank=True, max_length=2000)
    is_preview = serializers.BooleanField(default=False)


class RubricEffectShape(serializers.Serializer[Any]):
    """How many answers rise, fall, wait for a person again, or stay."""

    up = serializers.IntegerField()
    down = serializers.IntegerField()
    waiting = serializers.IntegerField()
    same = serializers.IntegerField()
    is_kept = serializers.BooleanField()
