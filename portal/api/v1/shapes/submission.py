"""Submissions: a line of a list, and one in whole."""

from typing import Any

from rest_framework import serializers

from portal.api.v1.shapes.report import CheckShape, MeasurementShape, ScoreShape


class PersonShape(serializers.Serializer[Any]):
    """Whose it is."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


class TeamNameShape(serializers.Serializer[Any]):
    """Whose team handed it in; null: one person did."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()


class SubmissionLineShape(serializers.Serializer[Any]):
    """A submission in a list; ``state`` is one word, ``sentence`` says more."""

    id = serializers.UUIDField(source="submission.public_id")
    number = serializers.IntegerField(source="submission.number")
    person = PersonShape(source="submission.enrollment.user")
    team = TeamNameShape(source="submission.team", allow_null=True)
    received_at = serializers.DateTimeField(source="submission.received_at")
    digest = serializers.CharField(source="submission.digest")
    receipt = serializers.CharField(source="submission.receipt")
    size = serializers.IntegerField(source="submission.size")
    is_late = serializers.BooleanField(source="submission.is_late")
    state = serializers.CharField()
    is_live = serializers.BooleanField(source="status.is_live")
    whose_move = serializers.CharField(source="status.whose_move")
    sentence = serializers.CharField(source="status.sentence")
    score = ScoreShape(allow_null=True)
    urls = serializers.DictField(child=serializers.CharField())


class AssignmentNameShape(serializers.Serializer[Any]):
    """Which assignment it is for."""

    id = serializers.UUIDField(source="public_id")
    slug = serializers.CharField()
    title = serializers.CharField()


class QueueShape(serializers.Serializer[Any]):
    """Place among what waits for the same pool; null: nobody knows how long."""

    position = serializers.IntegerField()
    of = serializers.IntegerField()
    estimate_s = serializers.FloatField(allow_null=True)


class StageShape(serializers.Serializer[Any]):
    """Where a stage is, while it is graded."""

    name = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    seconds = serializers.FloatField()


class FileShape(serializers.Serializer[Any]):
    """One file as it was handed in."""

    path = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    url = serializers.CharField()


class WarningShape(serializers.Serializer[Any]):
    """A file that was taken, but may not be what was meant."""

    path = serializers.CharField()
    reason = serializers.CharField()


class SubmissionShape(SubmissionLineShape):
    """A submission with its files and, once there is one, its newest result."""

    assignment = AssignmentNameShape()
    counts_for = PersonShape(many=True)
    version = serializers.CharField()
    source = serializers.CharField(  # type: ignore[assignment]
        source="submission.source"
    )
    cost = serializers.CharField(source="status.cost_sentence", allow_blank=True)
    held_until = serializers.DateTimeField(allow_null=True)
    queue = QueueShape(allow_null=True)
    stages = StageShape(many=True)
    checks = CheckShape(many=True)
    measurements = MeasurementShape(many=True)
    files = FileShape(many=True)
    dropped = serializers.ListField(child=serializers.CharField())
    warnings = WarningShape(many=True)
