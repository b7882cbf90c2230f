"""An error, and how endpoints say in the schema what they may answer."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from portal.api.errors import MEDIA_TYPE


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


def answers(ok: Any, *problems: int, status: int = 200) -> dict[Any, Any]:
    """Return the schema's answers: ``ok``, and a problem for each status."""
    return {
        status: ok,
        **{(code, MEDIA_TYPE): ProblemShape for code in (401, 403, *problems)},
    }


def paged(shape: type[serializers.Serializer[Any]]) -> Any:
    """Return the schema of one page of ``shape``."""
    return inline_serializer(
        name=f"{shape.__name__.removesuffix('Shape')}Page",
        fields={
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": shape(many=True),
        },
    )
