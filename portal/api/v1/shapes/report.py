"""What grading found, cut to what the viewer may know."""

from typing import Any

from rest_framework import serializers


class ScoreShape(serializers.Serializer[Any]):
    """Points shown so far; ``later_points`` are decided but not shown yet."""

    points = serializers.FloatField()
    max_points = serializers.FloatField()
    pending_points = serializers.FloatField()
    later_points = serializers.FloatField()


class EvidenceShape(serializers.Serializer[Any]):
    """One line of proof, the judge's own words."""

    expected = serializers.CharField(allow_blank=True)
    got = serializers.CharField(allow_blank=True)
    hint = serializers.CharField(allow_blank=True)


class CurveShape(serializers.Serializer[Any]):
    """The rule from a value to points; empty where it may not be known."""

    kind = serializers.CharField(required=False)
    numbers = serializers.ListField(child=serializers.FloatField(), required=False)


class CheckShape(serializers.Serializer[Any]):
    """One check; what the viewer may not know is null or empty."""

    name = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    passed = serializers.BooleanField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(allow_blank=True)
    measure = serializers.CharField(allow_blank=True)
    curve = CurveShape()
    evidence = EvidenceShape(many=True)
    hint = serializers.CharField(allow_blank=True)
    visibility = serializers.CharField()
    requires = serializers.ListField(child=serializers.CharField())
    is_bonus = serializers.BooleanField()


class MeasurementShape(serializers.Serializer[Any]):
    """A number with its repeats and a 95 % interval."""

    name = serializers.CharField()
    value = serializers.FloatField()
    unit = serializers.CharField(allow_blank=True)
    repeats = serializers.ListField(child=serializers.FloatField())
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    aggregate = serializers.CharField()
    baseline = serializers.FloatField(allow_null=True)


class ReportShape(serializers.Serializer[Any]):
    """The newest report of a submission."""

    outcome = serializers.CharField()
    sentence = serializers.CharField(allow_blank=True)
    hint = serializers.CharField(allow_blank=True)
    staff_note = serializers.CharField(allow_blank=True)
    score = ScoreShape(allow_null=True)
    checks = CheckShape(many=True)
    measurements = MeasurementShape(many=True)
    stages = serializers.ListField(child=serializers.DictField())
    sandbox = serializers.CharField(allow_blank=True)
    isolates = serializers.BooleanField()
    is_shared_trust = serializers.BooleanField()
    image = serializers.DictField(child=serializers.CharField())
    judge_image = serializers.DictField(child=serializers.CharField())
    environment = serializers.DictField(child=serializers.CharField())
    seeds = serializers.ListField(child=serializers.IntegerField())
    runner = serializers.CharField(source="runner_name")
    seconds = serializers.FloatField()
    attempt = serializers.IntegerField()
    received_at = serializers.DateTimeField()
    version = serializers.CharField()
