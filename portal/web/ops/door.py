"""The door to the operators' pages: to everybody else they do not exist."""

from portal.accounts.models import User
from portal.lib.errors import NotFoundError


def let_in_ops(viewer: User) -> None:
    """Raise NotFoundError unless the viewer runs the site."""
    if not viewer.is_ops:
        raise NotFoundError("No such page.")
