"""Addresses of the account pages."""

from django.urls import path

from portal.web.account import archive, calendar, notices, profile, tokens

app_name = "account"
urlpatterns = [
    path("", profile.show, name="profile"),
    path("tokens/", tokens.show, name="tokens"),
    path("notices/", notices.show, name="notices"),
    path("archive/", archive.send, name="archive"),
    path("calendar/", calendar.show, name="calendar"),
    path("calendar/end/", calendar.end, name="calendar-end"),
    path("tokens/<uuid:public_id>/revoke/", tokens.revoke, name="token-revoke"),
]
