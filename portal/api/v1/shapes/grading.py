"""What people grade: papers, assessments, what a student may read of them."""

from typing import Any

from rest_framework import serializers


class RubricItemShape(serializers.Serializer[Any]):
    """One line of a rubric."""

    name = serializers.CharField()
    title = serializers.CharField()
    points = serializers.FloatField()
    comment = serializers.CharField(allow_blank=True)


class CriterionShape(serializers.Serializer[Any]):
    """One criterion; ``kind`` is add, subtract, levels, bands or points (typed)."""

    name = serializers.CharField()
    title = serializers.CharField()
    points = serializers.FloatField()
    kind = serializers.CharField()
    items = RubricItemShape(many=True)


class RubricCheckShape(serializers.Serializer[Any]):
    """A check that people grade, with the rubric that holds."""

    name = serializers.CharField()
    title = serializers.CharField()
    points = serializers.FloatField()
    criteria = CriterionShape(source="rubric.criteria", many=True)


class StationShape(serializers.Serializer[Any]):
    """One check of one paper: open, begun, done, or closed (nothing to grade)."""

    check_name = serializers.CharField(source="check.name")
    state = serializers.CharField()
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField(source="check.points")
    grader = serializers.CharField(source="grader.name", allow_null=True, default=None)
    is_mine = serializers.BooleanField()
    url = serializers.CharField()


class PaperShape(serializers.Serializer[Any]):
    """A counting submission, or an empty paper where nobody hands in; its id is sealed.

    The name is by lot in blind mode.
    """

    id = serializers.UUIDField()
    name = serializers.CharField()
    is_late = serializers.BooleanField()
    checks = StationShape(many=True)


class DeskShape(serializers.Serializer[Any]):
    """All papers of an assignment, in an order drawn by lot."""

    is_blind = serializers.BooleanField()
    checks = RubricCheckShape(many=True)
    papers = PaperShape(many=True)


class AssessmentShape(serializers.Serializer[Any]):
    """What one reader says of a check; ``revision`` is 0 while nobody has begun."""

    check_name = serializers.CharField()
    reading = serializers.IntegerField()
    revision = serializers.IntegerField()
    chosen = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField())
    )
    adjustment = serializers.FloatField()
    comment = serializers.CharField(allow_blank=True)
    is_done = serializers.BooleanField()
    points = serializers.FloatField()
    max_points = serializers.FloatField()
    by = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)


class AssessmentRequestShape(serializers.Serializer[Any]):
    """What is to be kept; ``revision`` is the one that was seen, 0 for none.

    ``chosen`` has items by criterion, or of the kind points one number as text.
    """

    revision = serializers.IntegerField(min_value=0)
    chosen = serializers.DictField(
        child=serializers.ListField(
            child=serializers.CharField(max_length=64), max_length=100
        )
    )
    adjustment = serializers.FloatField(default=0.0)
    comment = serializers.CharField(default="", allow_blank=True)
    is_done = serializers.BooleanField(default=False)


class BegunShape(serializers.Serializer[Any]):
    """How many papers came, and how many people were named on their team's."""

    papers = serializers.IntegerField()
    joined = serializers.IntegerField()


class TakenBackShape(serializers.Serializer[Any]):
    """How many papers went."""

    papers = serializers.IntegerField()


class RemarkShape(serializers.Serializer[Any]):
    """A comment at a line, a cell or a page of a file, counted from 1."""

    path = serializers.CharField()
    kind = serializers.CharField()
    place = serializers.IntegerField(source="number")
    text = serializers.CharField()


class ReceivedLineShape(serializers.Serializer[Any]):
    """One criterion: its points, and the titles of what was chosen."""

    title = serializers.CharField()
    points = serializers.FloatField()
    max_points = serializers.FloatField(source="maximum")
    items = RubricItemShape(many=True)


class ReceivedCheckShape(serializers.Serializer[Any]):
    """One check that people graded."""

    title = serializers.CharField()
    points = serializers.FloatField()
    max_points = serializers.FloatField(source="maximum")
    adjustment = serializers.FloatField()
    comment = serializers.CharField(allow_blank=True)
    criteria = ReceivedLineShape(source="lines", many=True)


class ReceivedShape(serializers.Serializer[Any]):
    """What people found; empty to a student until the grade is released."""

    is_released = serializers.BooleanField(source="is_open")
    checks = ReceivedCheckShape(many=True)
    remarks = RemarkShape(many=True)
