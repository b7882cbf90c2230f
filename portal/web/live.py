"""Answers polls: 304 while nothing changed, 286 and a reload when it is over."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django_htmx.http import HTMX_STOP_POLLING, HttpResponseClientRefresh


def fragment(
    request: HttpRequest, template: str, context: dict[str, Any], *, what: object
) -> HttpResponse:
    """Render a live part; ``what`` is all it shows but the clock, and names it."""
    etag = f'"{hashlib.sha256(repr(what).encode()).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or render(request, template, context)
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def over() -> HttpResponse:
    """Tell the page to stop asking and to show what came of it."""
    response: HttpResponse = HttpResponseClientRefresh()
    response.status_code = HTMX_STOP_POLLING
    return response
