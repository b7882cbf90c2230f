"""Lists in pages that stay whole while rows are added: an opaque cursor, no count."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response


class Pages(CursorPagination):
    """``?cursor=`` from ``next`` or ``previous``, ``?page_size=`` up to 100."""

    page_size = 50
    max_page_size = 100
    page_size_query_param = "page_size"


def page_of(
    rows: QuerySet[Any],
    request: Request,
    *,
    ordering: tuple[str, ...],
    shape: Callable[[Sequence[Any]], Any],
) -> Response:
    """Return one page of ``rows``, each as ``shape`` makes it from the page's list."""
    pages = Pages()
    pages.ordering = ordering
    found: list[Model] = pages.paginate_queryset(rows, request) or []
    return pages.get_paginated_response(shape(found))
