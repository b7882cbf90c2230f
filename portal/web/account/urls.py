"""Addresses of the account pages."""

from django.urls import path

from portal.web.account import profile, tokens

app_name = "account"
urlpatterns = [
    path("", profile.show, name="profile"),
    path("tokens/", tokens.show, name="tokens"),
    path("tokens/<uuid:public_id>/revoke/", tokens.revoke, name="token-revoke"),
]
