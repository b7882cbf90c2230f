"""A report as Gradescope's results.json."""

from typing import Any

from rest_framework import serializers


class GradescopeTestShape(serializers.Serializer[Any]):
    """One check; score and status are left out where they are not known yet."""

    name = serializers.CharField()
    number = serializers.CharField()
    score = serializers.FloatField(required=False)
    max_score = serializers.FloatField(required=False)
    status = serializers.ChoiceField(["passed", "failed"], required=False)
    output = serializers.CharField(allow_blank=True)
    output_format = serializers.CharField(required=False)
    name_format = serializers.CharField(required=False)
    visibility = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    extra_data = serializers.DictField()


class LeaderboardShape(serializers.Serializer[Any]):
    """A measured value, of an autograder perhaps a text; ``asc``: lower is better."""

    name = serializers.CharField()
    value = serializers.JSONField()
    order = serializers.ChoiceField(["asc", "desc"])


class GradescopeShape(serializers.Serializer[Any]):
    """The whole file; ``extra_data`` has measurements, series, seeds and image."""

    score = serializers.FloatField()
    max_score = serializers.FloatField()
    execution_time = serializers.FloatField()
    output = serializers.CharField(allow_blank=True)
    output_format = serializers.CharField()
    visibility = serializers.CharField()
    stdout_visibility = serializers.CharField()
    tests = GradescopeTestShape(many=True)
    leaderboard = LeaderboardShape(many=True)
    extra_data = serializers.DictField()
