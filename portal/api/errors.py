"""RFC 9457 problem details for every error of both APIs."""

from typing import Any

from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from portal.lib.errors import PortalError
from portal.web.errors import status_of


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn ``error`` into ``application/problem+json`` with a stable ``code``."""
    if isinstance(error, PortalError):
        set_rollback()
        return answer(
            status_of(error), error.code, error.sentence, extra=dict(error.extra)
        )
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    extra: dict[str, Any] = {}
    sentence = str(error.detail)
    if not isinstance(error.detail, str):
        extra["fields"] = error.detail
        sentence = "Some fields are not as they must be."
    code = str(error.default_code)
    response = answer(error.status_code, code, sentence, extra=extra)
    header = getattr(error, "auth_header", None)
    if header:
        response["WWW-Authenticate"] = header
    return response


def answer(
    status: int, code: str, detail: str, *, extra: dict[str, Any] | None = None
) -> Response:
    """Return one problem; ``code`` is what programs may rely on."""
    body = {
        "type": f"urn:assay:problem:{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "code": code,
        "detail": detail,
        **(extra or {}),
    }
    return Response(body, status=status, content_type="application/problem+json")
