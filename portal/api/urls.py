"""Addresses for programs: people's, runners', and a clear answer to all others."""

from django.urls import include, path, re_path

from portal.api.errors import unknown_address

urlpatterns = [
    path("v1/", include("portal.api.v1.urls")),
    path("runner/v1/", include("portal.api.runner.urls")),
    re_path(r"^", unknown_address, name="api-unknown"),
]
