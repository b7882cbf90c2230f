"""Who is signed in, asked together with whether a notice of theirs is unread."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from portal.accounts.models import User
from portal.notifications.models import Notice


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """As allauth's; every page's bar needs to know, and need not ask once more."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person of a session with ``has_unread``; 1 query."""
        unread = Notice.objects.filter(person=OuterRef("pk"), read_at=None)
        found = User.objects.annotate(has_unread=Exists(unread))
        person = found.filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
