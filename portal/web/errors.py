"""Turns the domain's refusals into pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.lib.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    PortalError,
    RefusedError,
)

STATUS: dict[type[PortalError], int] = {
    NotFoundError: 404,
    RefusedError: 403,
    ConflictError: 409,
    InvalidError: 400,
}


def status_of(error: PortalError) -> int:
    """Return the HTTP status of a refusal; 400 for kinds of its own."""
    return next((s for kind, s in STATUS.items() if isinstance(error, kind)), 400)


class RefusalMiddleware:
    """Renders a PortalError that a view let through; views contain no ``try``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, PortalError):
            return None
        status = status_of(exception)
        context = {"sentence": exception.sentence, "status": status}
        return render(request, "refusal.html", context, status=status)
