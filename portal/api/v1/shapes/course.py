"""Courses and assignments."""

from typing import Any

from rest_framework import serializers


class CourseShape(serializers.Serializer[Any]):
    """A course one is in, and whether as its staff."""

    id = serializers.UUIDField(source="course.public_id")
    slug = serializers.CharField(source="course.slug")
    term = serializers.CharField(source="course.term")
    title = serializers.CharField(source="course.title")
    timezone = serializers.CharField(source="course.timezone")
    is_staff = serializers.BooleanField()
    urls = serializers.DictField(child=serializers.CharField())


class DueDatesShape(serializers.Serializer[Any]):
    """When it opens and closes; null where there is no such moment."""

    release = serializers.DateTimeField(allow_null=True)
    due = serializers.DateTimeField(allow_null=True)
    late_due = serializers.DateTimeField(allow_null=True)
    lock = serializers.DateTimeField(allow_null=True)


class AssignmentLineShape(serializers.Serializer[Any]):
    """An assignment in a list."""

    id = serializers.UUIDField(source="assignment.public_id")
    slug = serializers.CharField(source="assignment.slug")
    title = serializers.CharField(source="spec.title")
    kind = serializers.CharField(source="spec.kind")
    category = serializers.CharField(source="spec.category")
    points = serializers.FloatField(source="spec.points")
    pass_mark = serializers.FloatField(source="spec.pass_mark", allow_null=True)
    is_published = serializers.BooleanField()
    dates = DueDatesShape()
    urls = serializers.DictField(child=serializers.CharField())


class SubmitShape(serializers.Serializer[Any]):
    """What to hand in; ``optional`` are patterns, ``per_day`` gradings."""

    files = serializers.ListField(child=serializers.CharField())
    optional = serializers.ListField(child=serializers.CharField())
    max_mib = serializers.FloatField()
    per_day = serializers.IntegerField()
    counts = serializers.CharField()


class LimitsShape(serializers.Serializer[Any]):
    """What one run of the submitted code may use."""

    tier = serializers.CharField()
    cores = serializers.FloatField()
    seconds = serializers.FloatField()
    memory_mib = serializers.IntegerField()


class GradingShape(serializers.Serializer[Any]):
    """How it is graded."""

    family = serializers.CharField()
    image = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField())
    seeds = serializers.IntegerField()
    aggregate = serializers.CharField()
    limits = LimitsShape()


class CheckLineShape(serializers.Serializer[Any]):
    """One thing that is checked."""

    name = serializers.CharField()
    title = serializers.CharField()
    points = serializers.FloatField()
    visibility = serializers.CharField()
    requires = serializers.ListField(child=serializers.CharField())


class QuotaShape(serializers.Serializer[Any]):
    """Gradings left now; ``next_at`` is null while the bucket is full."""

    left = serializers.IntegerField()
    per_day = serializers.IntegerField()
    next_at = serializers.DateTimeField(allow_null=True)


class TeamSizeShape(serializers.Serializer[Any]):
    """How many hand in together; 1 and 1: each alone."""

    min = serializers.IntegerField(source="team_min")
    max = serializers.IntegerField(source="team_max")


class AssignmentShape(AssignmentLineShape):
    """An assignment with its text and rules; staff have no quota."""

    teams = TeamSizeShape(source="spec")
    text = serializers.CharField()
    version = serializers.CharField(source="spec.digest")
    submit = SubmitShape(source="spec.submit")
    grading = GradingShape(source="spec.grade")
    checks = CheckLineShape(source="spec.checks", many=True)
    quota = QuotaShape(allow_null=True)
