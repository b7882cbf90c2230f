"""What every page knows: the site's version, and whether nothing isolates the code."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the names every template may use."""
    return {"version": settings.VERSION}
