"""The runners' API: claim, stay alive, fetch, send what was printed, made and found."""

import time
from typing import Any, cast
from uuid import UUID

from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from graders.protocol import Claim, Heartbeat, Report, to_wire
from portal.api.runner import reading
from portal.api.runner.auth import LeaseAuthentication, RunnerAuthentication, is_known
from portal.grading import services
from portal.grading.models import LeaseUse
from portal.grading.services.lease import refuse_lost
from portal.grading.services.output import ARTIFACT_BYTES, PIECE_BYTES
from portal.grading.wire import is_blob_of, lease_message
from portal.lib import news, store
from portal.lib.errors import InvalidError, NotFoundError
from portal.runners.models import Runner
from portal.runners.services import record_seen

LONGEST_WAIT_S = 25.0
POLL_S = 0.25


class IsKnown(BasePermission):
    """Whoever the authentication found; its users are machines, not people."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return is_known(request.user)


class ClaimView(APIView):
    """POST: a lease, or 204 when nothing came within the claim's ``wait_s``.

    Between two looks no transaction is open, so a waiting runner costs one thread and a
    few small queries a second.
    """

    authentication_classes = (RunnerAuthentication,)
    permission_classes = (IsKnown,)
    schema = None

    def post(self, request: Request) -> Response:
        runner = cast(Runner, request.user)
        claim = reading.message(Claim, request)
        record_seen(runner, claim, now=timezone.now())
        until = time.monotonic() + min(claim.wait_s, LONGEST_WAIT_S)
        pools = runner.pools.values_list("name", flat=True) if claim.wait_s else ()
        with news.hearing(*map(services.topic_of, pools)) as bell:
            while True:
                bell.clear()
                granted = services.claim_job(runner, claim, now=timezone.now())
                if granted is not None:
                    return Response(to_wire(lease_message(granted)))
                left = until - time.monotonic()
                if left <= 0:
                    return Response(status=204)
                bell.wait(min(left, POLL_S))


class LeaseView(APIView):
    """What all addresses of a lease share: its own token opens them."""

    authentication_classes = (LeaseAuthentication,)
    permission_classes = (IsKnown,)
    schema = None

    @property
    def lease(self) -> LeaseUse:
        """Return the lease of this request."""
        return self.request.user  # type: ignore[return-value]


class HeartbeatView(LeaseView):
    """POST: keep the lease; the answer says continue, cancel or drain."""

    def post(self, request: Request, lease_id: UUID) -> Response:
        beat = reading.message(Heartbeat, request)
        answer = services.heartbeat(self.lease, beat, now=timezone.now())
        return Response(to_wire(answer))


class LogView(LeaseView):
    """PUT: append a piece at ``offset``; 409 says where the log really ends."""

    def put(self, request: Request, lease_id: UUID, stage: str) -> Response:
        piece = reading.whole(request, limit=PIECE_BYTES)
        size = services.append_log(
            self.lease,
            stage,
            piece,
            offset=_offset(request),
            is_public=_is_public(request),
        )
        return Response({"size": size})


class BlobView(LeaseView):
    """GET: bytes of one file of this lease; no lease, no bytes."""

    def get(self, request: Request, lease_id: UUID, sha256: str) -> HttpResponseBase:
        refuse_lost(self.lease)
        if not is_blob_of(self.lease, sha256):
            raise NotFoundError("This lease has no such blob.")
        try:
            opened = store.open_stored(sha256)
        except FileNotFoundError as error:
            raise NotFoundError("The store has lost this blob.") from error
        return FileResponse(opened, content_type="application/octet-stream")


class ArtifactView(LeaseView):
    """PUT: keep a file that the job made; the same again changes nothing."""

    def put(self, request: Request, lease_id: UUID, name: str) -> Response:
        refuse_lost(self.lease)
        stored = services.keep_artifact(
            self.lease,
            name,
            reading.chunks(request, limit=ARTIFACT_BYTES),
            is_public=_is_public(request),
            now=timezone.now(),
        )
        return Response({"sha256": stored.sha256, "size": stored.size}, status=201)


class ReportView(LeaseView):
    """POST: what was found; the same again is answered as before."""

    def post(self, request: Request, lease_id: UUID) -> Response:
        report = reading.message(Report, request)
        state = services.accept_report(self.lease, report, now=timezone.now())
        return Response({"state": state.value})


def _offset(request: Request) -> int:
    raw = request.query_params.get("offset", "")
    if not raw.isdecimal() or len(raw) > 15:
        raise InvalidError("Say with ?offset=N where this piece begins.")
    return int(raw)


def _is_public(request: Request) -> bool:
    return request.query_params.get("public") == "1"
