"""The only doors to people's tokens; each sees their own."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from portal.accounts.models import AccessToken, User
from portal.lib.errors import NotFoundError


def visible_tokens(viewer: User) -> QuerySet[AccessToken]:
    """Return the viewer's own tokens, newest first, also those that ended."""
    return AccessToken.objects.filter(user=viewer).order_by("-created_at", "-pk")


def get_token(viewer: User, public_id: UUID | str) -> AccessToken:
    """Return the viewer's token, or NotFoundError whether another's or absent."""
    try:
        token = visible_tokens(viewer).filter(public_id=public_id).first()
    except ValidationError:
        token = None
    if token is None:
        raise NotFoundError("There is no such token.")
    return token
