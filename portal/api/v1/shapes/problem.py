"""An error."""

from typing import Any

from rest_framework import serializers


class FileVerdictShape(serializers.Serializer[Any]):
    """What is said of one file of a refused hand-in."""

    path = serializers.CharField()
    verdict = serializers.ChoiceField(
        ["accepted", "warning", "dropped", "refused", "missing"]
    )
    reason = serializers.CharField(allow_blank=True)


class ProblemShape(serializers.Serializer[Any]):
    """RFC 9457 problem details; ``code`` is stable, ``detail`` is for people."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    files = FileVerdictShape(many=True, required=False)
    fields_ = serializers.DictField(required=False)

    def get_fields(self) -> dict[str, Any]:
        """Name the member ``fields``, which a serializer keeps for itself."""
        named = super().get_fields()
        named["fields"] = named.pop("fields_")
        return named
