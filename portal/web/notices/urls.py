"""Addresses of notices."""

from django.urls import path

from portal.web.notices import listed

app_name = "notices"
urlpatterns = [
    path("", listed.show, name="list"),
    path("read/", listed.read_all, name="read-all"),
    path("<uuid:public_id>/", listed.follow, name="open"),
    path("<uuid:public_id>/read/", listed.read, name="read"),
]
