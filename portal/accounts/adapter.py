"""allauth's hooks: people are invited, nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """Sign-in, sign-out and password reset only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
