"""Answers whether the portal is alive, and whether what it stands on is there."""

import os
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection
from kombu.exceptions import OperationalError

OK = "ok"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, broker and storage are there, else 503."""
    found = {"database": _database(), "broker": _broker(), "storage": _storage()}
    is_ready = all(word == OK for word in found.values())
    return JsonResponse(found, status=200 if is_ready else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return OK


def _broker() -> str:
    try:
        with Connection(settings.CELERY_BROKER_URL) as line:
            line.ensure_connection(max_retries=1, timeout=2, interval_start=0)
    except (OperationalError, OSError):
        return "does not answer"
    return OK


def _storage() -> str:
    store = Path(settings.STORE)
    return OK if store.is_dir() and os.access(store, os.W_OK) else "can't be written"
