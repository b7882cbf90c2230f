"""What all endpoints share: who calls, which scope that takes, always JSON."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from portal.accounts.models import AccessToken, User
from portal.lib.errors import RefusedError


class OneRenderer(BaseContentNegotiation):
    """Answer as documented, whatever ``Accept`` says: an error is never a 406."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((p for p in parsers if p.media_type == kind), None)

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> Any:
        return renderers[0], renderers[0].media_type


class HasScope(BasePermission):
    """The token carries the scope that the method takes."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scope = view.scopes.get(request.method)
        if scope is not None:
            require_scope(request, scope)
        return True


class ApiView(APIView):
    """One address; ``scopes`` names what each method takes, "read" by default."""

    permission_classes = (IsAuthenticated, HasScope)
    content_negotiation_class = OneRenderer
    scopes: ClassVar[Mapping[str, str]] = {"GET": "read"}

    @property
    def viewer(self) -> User:
        """Return whose token it is."""
        return self.request.user  # type: ignore[return-value]


def require_scope(request: Request, scope: str) -> None:
    """Refuse a token that was made for less."""
    if not has_scope(request, scope):
        raise RefusedError(
            f"This token lacks the scope '{scope}'; make one that has it.",
            code="scope_missing",
            scope=scope,
        )


def has_scope(request: Request, scope: str) -> bool:
    """Say whether the token carries ``scope``."""
    return isinstance(request.auth, AccessToken) and scope in request.auth.scopes
