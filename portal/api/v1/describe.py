"""How an endpoint says in the schema what it takes and may answer."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers

from portal.api.errors import MEDIA_TYPE
from portal.api.v1.shapes.problem import ProblemShape

Method = TypeVar("Method", bound=Callable[..., Any])


def describe(operation_id: str, **schema: Any) -> Callable[[Method], Method]:
    """Describe a view's method; nothing changes at run time."""
    decorate = extend_schema(operation_id=operation_id, **schema)
    return cast(Callable[[Method], Method], decorate)


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
