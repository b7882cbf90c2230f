"""Rows of another table as one list in the same query, on both databases."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import (
    Aggregate,
    DateTimeField,
    F,
    Field,
    FloatField,
    Func,
    JSONField,
    Model,
    QuerySet,
    Subquery,
)
from django.db.models.expressions import RawSQL

M = TypeVar("M", bound=Model)


class AsJson(Func):
    """JSON inside JSON: SQLite takes it for text otherwise."""

    function = "JSON"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return compiler.compile(self.source_expressions[0])


class _Exact(Func):
    """A number to its last digit: JSON of SQLite keeps fifteen."""

    template = (
        "CASE WHEN %(expressions)s IS NULL THEN NULL "
        "ELSE PRINTF('%%%%!.17g', %(expressions)s) END"
    )
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return compiler.compile(self.source_expressions[0])


class _All(Aggregate):
    """All values of a group as one list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **more)


class _Object(Func):
    """One row as an object; Django's own casts every name, which takes it longer."""

    output_field = JSONField()

    def __init__(self, *values: Any, names: Sequence[str], **more: Any) -> None:
        self.names = names
        super().__init__(*values, **more)

    def as_sql(self, compiler: Any, connection: Any, *more: Any, **named: Any) -> Any:
        each, params = [], []
        for name, value in zip(self.names, self.get_source_expressions(), strict=True):
            sql, given = compiler.compile(value)
            each.append(f"'{name}', {sql}")
            params += given
        made = {"postgresql": "JSONB_BUILD_OBJECT"}.get(
            connection.vendor, "JSON_OBJECT"
        )
        return f"{made}({', '.join(each)})", params


def listed(rows: QuerySet[Any], by: str, **fields: Any) -> Subquery:
    """Return ``rows`` as a list of objects, in no order; they are alike in ``by``."""
    named = {
        name: F(one) if isinstance(one, str) else one for name, one in fields.items()
    }
    one = _Object(*named.values(), names=tuple(named))
    grouped = rows.order_by().values(by).annotate(every=_All(one))
    return Subquery(grouped.values("every"), output_field=JSONField())


def whole(rows: QuerySet[Any], by: str) -> Subquery:
    """Return ``rows`` like ``listed``, with all that ``made`` makes them from."""
    return listed(rows, by, **{f.attname: _sent(f) for f in _fields(rows.model)})


def fixed(
    model: type[Model], build: Callable[[], Mapping[str, Subquery]]
) -> dict[str, RawSQL]:
    """Return the lists that ``build`` says, put together once a process.

    Django takes longer to put such a query together than a database to answer it. They
    are of rows of ``model``, and may hang on nothing but columns of its own.
    """
    return {
        name: RawSQL(text, params, kind)  # noqa: S611 - what Django wrote
        for name, text, params, kind in _fixed(model, build, connection.vendor)
    }


@cache
def _fixed(
    model: type[Model], build: Callable[[], Mapping[str, Subquery]], _vendor: str
) -> list[tuple[str, str, list[Any], Any]]:
    query = model._default_manager.all().query
    compiler = query.get_compiler(connection=connection)
    found = []
    for name, rows in build().items():
        text, params = compiler.compile(rows.resolve_expression(query))
        found.append((name, text, list(params), rows.output_field))
    if sum(map(bool, query.alias_refcount.values())) > 1:
        raise ValueError(f"{build.__name__} hangs on another table than {model}")
    return found


def made(model: type[M], rows: list[dict[str, Any]] | None) -> list[M]:
    """Return the rows that ``whole`` brought along, by row number."""
    fields = _fields(model)
    names = [field.attname for field in fields]
    found = [
        model.from_db("default", names, [_value(f, row[f.attname]) for f in fields])
        for row in rows or ()
    ]
    return sorted(found, key=lambda one: one.pk)


def instant(text: str) -> datetime:
    """Return an instant of such an object; SQLite keeps UTC and does not say so."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return list(model._meta.concrete_fields)


def _sent(field: "Field[Any, Any]") -> Any:
    if isinstance(field, JSONField):
        return AsJson(F(field.attname))
    return _Exact(F(field.attname)) if isinstance(field, FloatField) else field.attname


def _value(field: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, DateTimeField):
        return None if value is None else instant(value)
    # A foreign key as what it points at: a number stays one.
    return value if isinstance(field, JSONField) else field.to_python(value)
