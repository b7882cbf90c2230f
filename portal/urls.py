"""Every address of the portal, area by area."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from portal.web.account.calendar import feed
from portal.web.health import healthz, readyz

# Addresses come from the roster, nobody connects accounts and nothing here asks for a
# password again, so what allauth offers for these leads to the account's own page.
_account = RedirectView.as_view(pattern_name="account:profile")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/email/", _account),
    re_path(r"^accounts/confirm-email/(?:.+/)?$", _account),
    path("accounts/reauthenticate/", _account),
    path("accounts/3rdparty/", _account),
    path("accounts/", include("allauth.urls")),
    path("calendar/<slug:secret>.ics", feed, name="calendar-feed"),
    path("account/", include("portal.web.account.urls")),
    path("notices/", include("portal.web.notices.urls")),
    path("ops/", include("portal.web.ops.urls")),
    path("api/", include("portal.api.urls")),
    path("admin/", admin.site.urls),
    path("", include("portal.web.staff.urls")),
    path("", include("portal.web.marking.urls")),
    path("", include("portal.web.meetings.urls")),
    path("", include("portal.web.similarity.urls")),
    path("", include("portal.web.student.urls")),
]
