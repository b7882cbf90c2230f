"""allauth's hooks: people are invited, nobody signs up by themselves."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """Sign-in, sign-out and password reset only."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": (
            "The password was wrong too often. Wait five minutes before the next try, "
            "or have a link to a new one sent."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class InvitedOnlyAdapter(DefaultSocialAccountAdapter):
    """Whoever the single sign-on vouches for must be on a roster already."""

    def is_open_for_signup(
        self, request: HttpRequest, sociallogin: SocialLogin
    ) -> bool:
        return False
