"""Who calls: a runner by its own token, or the holder of a lease by the lease's."""

from typing import Any
from uuid import UUID

from rest_framework import authentication, exceptions, status
from rest_framework.request import Request

from graders.protocol import PROTOCOL_HEADER, PROTOCOL_VERSION
from portal.grading.access import get_lease
from portal.grading.models import LeaseUse
from portal.lib.errors import NotFoundError
from portal.runners.models import Runner, RunnerState
from portal.runners.selectors import runner_for_token


class ProtocolMismatch(exceptions.APIException):
    """A runner that speaks another version; nothing it says can be understood."""

    status_code = status.HTTP_426_UPGRADE_REQUIRED
    default_code = "protocol_mismatch"
    default_detail = (
        f"This portal speaks version {PROTOCOL_VERSION} of the runner protocol; send "
        f"`{PROTOCOL_HEADER}: {PROTOCOL_VERSION}`, or update the runner to the "
        "portal's release."
    )


class Quarantined(exceptions.APIException):
    """Ops stopped this runner."""

    status_code = status.HTTP_403_FORBIDDEN
    default_code = "runner_quarantined"
    default_detail = "Operators have quarantined this runner; it may not claim work."


class RunnerAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer assay_run_…``; a quarantined runner is refused."""

    def authenticate(self, request: Request) -> tuple[Runner, str]:
        refuse_other_versions(request)
        token = bearer(request)
        runner = runner_for_token(token)
        if runner is None:
            raise exceptions.AuthenticationFailed(
                "This runner token is unknown or was replaced; enroll the runner again."
            )
        if runner.state == RunnerState.QUARANTINED:
            raise Quarantined
        return runner, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="assay-runner"'


class LeaseAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer assay_lease_…`` of the lease in the URL, alive or not."""

    def authenticate(self, request: Request) -> tuple[LeaseUse, str]:
        refuse_other_versions(request)
        token = bearer(request)
        lease_id: UUID = request.parser_context["kwargs"]["lease_id"]
        try:
            return get_lease(lease_id, token), token
        except NotFoundError as error:
            raise exceptions.AuthenticationFailed(
                "This is no token of that lease."
            ) from error

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="assay-lease"'


def refuse_other_versions(request: Request) -> None:
    if request.headers.get(PROTOCOL_HEADER) != str(PROTOCOL_VERSION):
        raise ProtocolMismatch


def bearer(request: Request) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind != "Bearer" or not token.strip():
        raise exceptions.AuthenticationFailed("Send `Authorization: Bearer TOKEN`.")
    return token.strip()


def is_known(user: Any) -> bool:
    """Return whether DRF's ``request.user`` is one of ours."""
    return isinstance(user, Runner | LeaseUse)
