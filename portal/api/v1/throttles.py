"""How often a program may ask for what is dear or guessable."""

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class SignInsFromOnePlace(SimpleRateThrottle):
    """Guesses from one network address."""

    scope, rate = "tokens-place", "30/min"

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"throttle-{self.scope}-{self.get_ident(request)}"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method != "POST" or super().allow_request(request, view)


class SignInsOfOnePerson(SignInsFromOnePlace):
    """Guesses at one person's password, from wherever."""

    scope, rate = "tokens-person", "6/min"

    def get_cache_key(self, request: Request, view: Any) -> str:
        sent = request.data if isinstance(request.data, Mapping) else {}
        email = str(sent.get("email", "")).strip().lower()[:254]
        return f"throttle-{self.scope}-{email.encode().hex()}"


class HandIns(SimpleRateThrottle):
    """Hand-ins of one person: quota holds the gradings, this the disk."""

    scope, rate = "hand-ins", "60/min"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if request.method != "POST" or not request.user:
            return None
        return f"throttle-{self.scope}-{request.user.pk}"
