"""Comparisons of code and the pairs they found; for staff."""

from typing import Any

from rest_framework import serializers


class ComparisonShape(serializers.Serializer[Any]):
    """One comparison; ``bins`` counts all pairs by percent, advisory all of it."""

    id = serializers.UUIDField(source="public_id")
    state = serializers.CharField()
    with_earlier = serializers.BooleanField()
    asked_by = serializers.CharField(source="asked_by.name")
    asked_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    compared = serializers.IntegerField(source="inside")
    left_out = serializers.IntegerField(source="outside")
    pairs_in_all = serializers.IntegerField()
    bins = serializers.ListField(child=serializers.IntegerField())
    parameters = serializers.DictField()
    problem = serializers.CharField(allow_blank=True)
    pairs_url = serializers.CharField()


class PairSideShape(serializers.Serializer[Any]):
    """One of two submissions; ``submission`` is null where names are hidden."""

    name = serializers.CharField()
    term = serializers.CharField(allow_blank=True)
    submission = serializers.UUIDField(allow_null=True)
    share = serializers.FloatField()
    tokens = serializers.IntegerField()
    lines = serializers.IntegerField()


class PairShape(serializers.Serializer[Any]):
    """Two submissions that are alike; ``place`` 1 is the most alike."""

    id = serializers.UUIDField(source="public_id")
    place = serializers.IntegerField()
    state = serializers.CharField()
    sides = PairSideShape(many=True)
