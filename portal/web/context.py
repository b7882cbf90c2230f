"""What every page knows: the site's version, and whether nothing isolates the code."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.accounts.models import User
from portal.notifications.selectors import unread_count
from portal.web.frame import site_frame


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the names every template may use; a page's own ``frame`` wins.

    ``unread`` is asked for when the bar is drawn, 1 query at most.
    """
    viewer = getattr(request, "user", None)
    return {
        "version": settings.VERSION,
        "nothing_isolates": settings.SANDBOX == "process",
        "frame": site_frame(viewer),
        "unread": partial(unread_count, viewer) if isinstance(viewer, User) else 0,
    }
