"""Rows of another table as one list in the same query, on both databases."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Aggregate, F, Func, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class AsJson(Func):
    """JSON inside JSON: SQLite takes it for text otherwise."""

    function = "JSON"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return compiler.compile(self.source_expressions[0])


class _All(Aggregate):
    """All values of a group as one list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **more)


def listed(rows: QuerySet[Any], by: str, **fields: Any) -> Subquery:
    """Return ``rows`` as a list of objects, in no order; they are alike in ``by``."""
    named = {
        name: F(one) if isinstance(one, str) else one for name, one in fields.items()
    }
    grouped = rows.order_by().values(by).annotate(every=_All(JSONObject(**named)))
    return Subquery(grouped.values("every"), output_field=JSONField())


def instant(text: str) -> datetime:
    """Return an instant of such an object; SQLite keeps UTC and does not say so."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
