"""RFC 9457 problem details for every error of both APIs."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from portal.lib.errors import PortalError
from portal.web.errors import status_of

log = logging.getLogger("django.request")
MEDIA_TYPE = "application/problem+json"
BUG = "Something went wrong here; it is logged, and the operators can look it up."


def problem(error: Exception, context: dict[str, Any]) -> Response:
    """Turn ``error`` into ``application/problem+json`` with a stable ``code``."""
    set_rollback()
    if isinstance(error, PortalError):
        extra = dict(error.extra)
        return answer(status_of(error), error.code, error.sentence, extra=extra)
    api_error = _as_api_error(error)
    if api_error is None:
        # What DRF calls 500 is a mistake of ours: log it whole, tell nothing of it.
        log.error("%s failed", context.get("view"), exc_info=error)
        return answer(500, "server_error", BUG)
    return _from_api_error(api_error)


def answer(
    status: int, code: str, detail: str, *, extra: dict[str, Any] | None = None
) -> Response:
    """Return one problem; ``code`` is what programs may rely on."""
    body = body_of(status, code, detail, extra=extra)
    return Response(body, status=status, content_type=MEDIA_TYPE)


def body_of(
    status: int, code: str, detail: str, *, extra: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the members of one problem; ``extra`` can't replace the standard ones."""
    return {
        **(extra or {}),
        "type": f"urn:assay:problem:{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "code": code,
        "detail": detail,
    }


@csrf_exempt
def unknown_address(request: HttpRequest) -> JsonResponse:
    """Answer an address under /api/ that is none, in the words of the API."""
    detail = "There is nothing at this address; see /api/v1/docs/."
    if not request.path.endswith("/"):
        detail = "There is nothing at this address; most here end with a slash."
    body = body_of(404, "not_found", detail)
    return JsonResponse(body, status=404, content_type=MEDIA_TYPE)


def _as_api_error(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, SuspiciousOperation):
        return exceptions.ParseError(f"The request can't be read: {error}")
    return None


def _from_api_error(error: exceptions.APIException) -> Response:
    extra: dict[str, Any] = {}
    sentence = str(error.detail)
    if not isinstance(error.detail, str):
        extra["fields"] = error.detail
        sentence = "Some fields are not as they must be"
    sentence = sentence.rstrip(".") + "."
    response = answer(error.status_code, _code_of(error), sentence, extra=extra)
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _code_of(error: exceptions.APIException) -> str:
    """Return the code given to this error, or that of its kind."""
    code = getattr(error.detail, "code", None)
    return str(code or error.default_code)
