"""The types of requests that views get."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from portal.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind ``login_required``, as the middleware leaves it."""

    user: User
    htmx: HtmxDetails
