"""Turns the domain's refusals into pages."""

from collections.abc import Callable

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
)
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
NO_FORM = (
    "This address takes what a form sends, and nothing was sent. Nothing changed: open "
    "the page with the form again, and send it from there."
)
# Refusals whose code has an HTTP status of its own.
STATUS_BY_CODE = {"too_large": 413, "storage_full": 413, "length_required": 411}


def status_of(error: PortalError) -> int:
    """Return the HTTP status of a refusal: by its code, else by its kind."""
    of_kind = next((s for kind, s in STATUS.items() if isinstance(error, kind)), 400)
    return STATUS_BY_CODE.get(error.code, of_kind)


class RefusalMiddleware:
    """Renders a PortalError that a view let through; views contain no ``try``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_ours = isinstance(response, HttpResponseNotAllowed)
        return _only_by_form(request, response) if is_ours else response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, PortalError):
            return None
        status = status_of(exception)
        files = exception.extra.get("files", [])
        if wants_json(request):
            body = {
                "code": exception.code,
                "sentence": exception.sentence,
                "files": files,
            }
            return JsonResponse(body, status=status)
        context = {
            "sentence": exception.sentence,
            "status": status,
            "files": files,
            "back": _page_before(request) if request.method == "POST" else "",
        }
        return render(request, "refusal.html", context, status=status)


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script of our own pages asks, which reads JSON."""
    return request.headers.get("Accept", "").startswith("application/json")


def _only_by_form(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say what to do where somebody opens the address that a form is sent to."""
    if wants_json(request):
        return response
    context = {"sentence": NO_FORM, "status": 405, "back": _page_before(request)}
    page = render(request, "refusal.html", context, status=405)
    page["Allow"] = response["Allow"]
    return page


def _page_before(request: HttpRequest) -> str:
    """Return our own page that led here, else nothing."""
    here = f"{request.scheme}://{request.get_host()}"
    referer = request.headers.get("Referer", "")
    return referer.removeprefix(here) if referer.startswith(f"{here}/") else ""
