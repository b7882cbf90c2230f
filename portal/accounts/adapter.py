"""allauth's hooks: people are invited, nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """Sign-in, sign-out and password reset only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class InvitedOnlyAdapter(DefaultSocialAccountAdapter):
    """Whoever the single sign-on vouches for must be on a roster already."""

    def is_open_for_signup(
        self, request: HttpRequest, sociallogin: SocialLogin
    ) -> bool:
        return False
