"""What every page knows: the site's version, and whether nothing isolates the code."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.web.frame import site_frame


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the names every template may use; a page's own ``frame`` wins."""
    return {
        "version": settings.VERSION,
        "nothing_isolates": settings.SANDBOX == "process",
        "frame": site_frame(getattr(request, "user", None)),
    }
