"""Small reads of unlike tables, asked in one statement."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_duration

Said = Mapping[str, Any]  # an instant as listing.instant reads it
Part = QuerySet[Any, tuple[str, str, Said]]
Found = defaultdict[str, list[tuple[str, Said]]]


def part(what: str, rows: QuerySet[Any], by: str, **values: Any) -> Part:
    """Return ``rows`` as lines of a key, ``what``, and an object of ``values``.

    ``by`` is a field of text. Where values count, there is a line for each key and
    for all that is beside the counts.
    """
    said = {
        name: F(one) if isinstance(one, str) else one for name, one in values.items()
    }
    keyed = rows.order_by().values_list(by, Value(what))
    lines: Part = keyed.annotate(said=JSONObject(**said))
    return lines


def together(*parts: Part) -> Found:
    """Return the lines of all parts by what they are; 1 query, none without parts."""
    found: Found = defaultdict(list)
    if parts:
        first, *others = parts
        for key, what, said in first.union(*others, all=True) if others else first:
            found[what].append((key, said))
    return found


def length(value: float | str | None) -> timedelta | None:
    """Return a length of time of such an object; SQLite keeps microseconds."""
    if isinstance(value, str):
        return parse_duration(value)
    return None if value is None else timedelta(microseconds=value)
