"""The runner's half of the portal's HTTP interface."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from graders.protocol import (
    PROTOCOL_HEADER,
    PROTOCOL_VERSION,
    Claim,
    Heartbeat,
    HeartbeatAnswer,
    Lease,
    ProtocolError,
    Report,
    from_wire,
    to_wire,
)
from graders.runner.errors import (
    LeaseLostError,
    OutdatedError,
    PortalRefusedError,
    PortalUnreachableError,
    TokenRevokedError,
)
from graders.runner.retry import delays

PREFIX = "/api/runner/v1"
PATIENCE_S = 20.0  # how long one small call is tried again
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
# It becomes part of addresses and of a folder's name.
LEASE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# The portal's answers to a lease's token that mean: not yours any more.
LOST = frozenset({401, 403, 409, 410})
GONE = LOST | {404}

T = TypeVar("T")


class Portal:
    """One kept-alive connection pool, safe to use from every thread of a runner."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        name: str = "",
        must_end: Callable[[], bool] = lambda: False,
    ) -> None:
        self._token = token
        self._must_end = must_end
        self._client = httpx.Client(
            base_url=url + PREFIX,
            headers={
                PROTOCOL_HEADER: str(PROTOCOL_VERSION),
                "User-Agent": f"assay-runner/{PROTOCOL_VERSION}",
                "X-Assay-Runner": quote(name),
            },
            timeout=httpx.Timeout(30, connect=5),
            follow_redirects=False,
        )

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def claim(self, claim: Claim) -> Lease | None:
        """One lease, or None; never tried again here, for each may grant one."""
        answer = self._once(
            "POST",
            "/claims/",
            self._token,
            json=to_wire(claim),
            timeout=httpx.Timeout(claim.wait_s + 15, connect=5),
        )
        if answer.status_code == 401:
            raise TokenRevokedError(
                "The portal does not accept this runner's token: it was revoked or is"
                " wrong. Enrol the runner again and give it the new token."
            )
        _raise_for(answer)
        if answer.status_code == 204:
            return None
        lease = _read(Lease, answer)
        if not LEASE_ID.fullmatch(lease.id):
            raise PortalRefusedError(
                f"The portal sent nonsense: lease {lease.id!r:.80}"
            )
        return lease

    def heartbeat(self, lease: Lease, beat: Heartbeat) -> HeartbeatAnswer:
        """Say that we are alive; one try, the next beat is near."""
        answer = self._once(
            "POST",
            f"/leases/{lease.id}/heartbeat/",
            lease.token,
            json=to_wire(beat),
            timeout=max(2.0, min(lease.heartbeat_s, 10.0)),
        )
        _raise_for_lease(answer, GONE)
        return _read(HeartbeatAnswer, answer)

    def append_log(
        self, lease: Lease, stage: str, data: bytes, *, offset: int, is_public: bool
    ) -> int:
        """Append at ``offset``; the size the portal has now, be it ours or not."""
        answer = self._once(
            "PUT",
            f"/leases/{lease.id}/log/{quote(stage, safe='')}/",
            lease.token,
            params={"offset": offset, **({"public": 1} if is_public else {})},
            content=data,
        )
        if answer.status_code == 409:
            expected = _json(answer).get("expected_offset")
            if type(expected) is int and expected >= 0:
                return expected
        _raise_for_lease(answer)
        size = _json(answer).get("size")
        return size if type(size) is int and size >= 0 else offset + len(data)

    @contextmanager
    def blob(self, lease: Lease, sha256: str) -> Iterator[Iterator[bytes]]:
        """The bytes of one blob as they come; the caller checks and tries again."""
        request = self._client.build_request(
            "GET",
            f"/leases/{lease.id}/blobs/{sha256}/",
            headers={"Authorization": f"Bearer {lease.token}"},
        )
        try:
            answer = self._client.send(request, stream=True)
            try:
                if answer.status_code != 200:
                    answer.read()
                _raise_if_busy(answer)
                _raise_for_lease(answer)
                yield answer.iter_bytes(1 << 16)
            finally:
                answer.close()
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise PortalUnreachableError(_words(error)) from error

    def put_artifact(
        self, lease: Lease, name: str, path: Path, *, is_public: bool
    ) -> None:
        """Store a file that the job made; the same bytes again change nothing."""

        def put() -> httpx.Response:
            with path.open("rb") as content:
                return self._once(
                    "PUT",
                    f"/leases/{lease.id}/artifacts/{quote(name, safe='')}/",
                    lease.token,
                    params={"public": 1} if is_public else None,
                    content=content,
                )

        _raise_for_lease(self._again(put, PATIENCE_S))

    def report(self, lease: Lease, report: Report, *, patience_s: float) -> str:
        """Deliver what was found, the same bytes however often; the job's new state."""
        body = to_wire(report)

        def post() -> httpx.Response:
            path = f"/leases/{lease.id}/report/"
            return self._once("POST", path, lease.token, json=body)

        answer = self._again(post, patience_s)
        _raise_for_lease(answer, GONE)
        return str(_json(answer).get("state", ""))

    def _again(
        self, call: Callable[[], httpx.Response], patience_s: float
    ) -> httpx.Response:
        until = time.monotonic() + patience_s
        for delay in delays():
            try:
                return call()
            except PortalUnreachableError:
                if self._must_end() or time.monotonic() + delay >= until:
                    raise
            time.sleep(delay)
        raise AssertionError("delays never end")

    def _once(
        self,
        method: str,
        path: str,
        token: str,
        **rest: Any,
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        try:
            answer = self._client.request(method, path, headers=headers, **rest)
        except httpx.TransportError as error:
            raise PortalUnreachableError(_words(error)) from error
        _raise_if_busy(answer)
        return answer


def _raise_if_busy(answer: httpx.Response) -> None:
    if answer.status_code in BUSY:
        raise PortalUnreachableError(f"the portal answered {answer.status_code}")


def _raise_for(answer: httpx.Response) -> None:
    if answer.status_code == 426:
        raise OutdatedError(
            f"This runner speaks version {PROTOCOL_VERSION} of the runner protocol and"
            " the portal another: update the runner to the portal's release."
        )
    if not answer.is_success:
        raise PortalRefusedError(
            f"{answer.request.method} {answer.request.url.path} was refused with"
            f" {answer.status_code}: {_problem(answer)}"
        )


def _raise_for_lease(answer: httpx.Response, lost: frozenset[int] = LOST) -> None:
    if answer.status_code in lost:
        raise LeaseLostError(_problem(answer))
    _raise_for(answer)


def _problem(answer: httpx.Response) -> str:
    found = _json(answer)
    words = [str(found[key]) for key in ("code", "title", "detail") if found.get(key)]
    return ": ".join(words)[:400] or "no reason given"


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _read(kind: type[T], answer: httpx.Response) -> T:
    try:
        return from_wire(kind, answer.json())
    except (ProtocolError, ValueError) as error:
        raise PortalRefusedError(f"The portal sent nonsense: {error}") from error


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
