"""The portal's half of the runner interface, over real HTTP, with faults on demand."""

import hashlib
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from graders.protocol import (
    BlobRef,
    CheckSpec,
    Claim,
    Heartbeat,
    HeartbeatAnswer,
    Lease,
    LimitsSpec,
    Report,
    Role,
    from_wire,
    to_wire,
)

TOKEN = "runner-token-of-the-tests"
PREFIX = "/api/runner/v1"
LIMITS = LimitsSpec("T1", 1.0, 20.0, 512, 64, 256, 64, 16)


@dataclass
class Fault:
    """What goes wrong for the next ``times`` requests that match.

    ``drop`` closes the connection unread, ``drop_after`` when the work is done but not
    answered, ``cut`` in the middle of the body; a number is the status instead.
    """

    method: str
    pattern: str
    what: object
    times: int = 1


@dataclass
class FakePortal:
    """What a portal would know, for a test to look at."""

    url: str = ""
    waiting: list[Lease] = field(default_factory=list)
    granted: dict[str, Lease] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    beats: list[Heartbeat] = field(default_factory=list)
    order: str = "continue"
    lost: set[str] = field(default_factory=set)
    logs: dict[str, bytearray] = field(default_factory=dict)
    public_logs: set[str] = field(default_factory=set)
    artifacts: dict[str, tuple[bytes, bool]] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    speaks: str = "1"
    lock: threading.RLock = field(default_factory=threading.RLock)

    def fail(self, method, pattern, what, times=1):
        self.faults.append(Fault(method, pattern, what, times))

    def blob(self, path, content, role=Role.SUBMISSION):
        digest = hashlib.sha256(content).hexdigest()
        self.blobs[digest] = content
        return BlobRef(path, digest, len(content), role)

    def queue(self, name="one", *blobs, **changes):
        values = {
            "id": f"lease-{name}",
            "token": f"lease-token-{name}",
            "attempt": 1,
            "job_id": f"job-{name}",
            "submission_id": f"submission-{name}",
            "assignment": "w251/hw01",
            "version": "v1",
            "family": "functions",
            "image": "numpy",
            "judge_image": "judge",
            "limits": LIMITS,
            "checks": (CheckSpec("sums", "Sums to one"),),
            "blobs": tuple(blobs),
            "heartbeat_s": 0.2,
            **changes,
        }
        lease = Lease(**values)
        with self.lock:
            self.waiting.append(lease)
        return lease

    def reported(self, count=1, within_s=8):
        """Wait for ``count`` reports."""
        until = time.monotonic() + within_s
        while len(self.reports) < count:
            assert time.monotonic() < until, "no report came"
            time.sleep(0.01)
        return self.reports[-1]


def serve(portal):
    """Start answering for ``portal``; the server, to be closed."""

    class Handler(_Handler):
        state = portal

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    portal.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


class _DropError(Exception):
    """Close without an answer."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    state: FakePortal

    def log_message(self, *_):
        pass

    def do_GET(self):
        self._answer()

    do_PUT = do_POST = do_GET

    def _answer(self):
        split = urlsplit(self.path)
        self.path_only = unquote(split.path.removeprefix(PREFIX))
        self.query = {k: v[0] for k, v in parse_qs(split.query).items()}
        fault = self._fault()
        if fault == "drop":
            self.close_connection = True
            return
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.state.requests.append((self.command, self.path_only))
        if isinstance(fault, int):
            self._send(fault, {"code": "made_up", "title": "As the test wants"})
            return
        status, body = self._route()
        if fault == "drop_after":
            self.close_connection = True
            return
        self._send(status, body, is_cut=fault == "cut")

    def _fault(self):
        with self.state.lock:
            for fault in self.state.faults:
                is_meant = fault.method == self.command
                if (
                    fault.times
                    and is_meant
                    and re.search(fault.pattern, self.path_only)
                ):
                    fault.times -= 1
                    return fault.what
        return None

    def _send(self, status, body, is_cut=False):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(0 if status == 204 else len(raw)))
        self.end_headers()
        if status != 204:
            self.wfile.write(raw[: len(raw) // 2] if is_cut else raw)
        if is_cut:
            self.close_connection = True

    def _route(self):
        if self.headers["Assay-Protocol"] != self.state.speaks:
            return 426, {"code": "protocol", "title": "Another protocol"}
        if self.path_only == "/claims/":
            return self._claim()
        _, _, lease_id, what, *rest = self.path_only.rstrip("/").split("/", 5)
        lease = self.state.granted.get(lease_id)
        if not lease or self.headers["Authorization"] != f"Bearer {lease.token}":
            return 401, {"code": "not_authenticated", "title": "Whose lease?"}
        if lease_id in self.state.lost:
            return 409, {"code": "lease_lost", "title": "Not yours any more"}
        with self.state.lock:
            return getattr(self, f"_{what}")(lease, *rest)

    def _claim(self):
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            return 401, {"code": "not_authenticated", "title": "Who are you?"}
        claim = from_wire(Claim, json.loads(self.body))
        self.state.claims.append(claim)
        until = time.monotonic() + min(claim.wait_s, 25)
        while True:
            with self.state.lock:
                if self.state.waiting:
                    lease = self.state.waiting.pop(0)
                    self.state.granted[lease.id] = lease
                    return 200, to_wire(lease)
            if time.monotonic() >= until:
                return 204, {}
            time.sleep(0.02)

    def _heartbeat(self, lease):
        self.state.beats.append(from_wire(Heartbeat, json.loads(self.body)))
        return 200, to_wire(HeartbeatAnswer(self.state.order, lease.lease_s))

    def _log(self, lease, stage):
        log = self.state.logs.setdefault(stage, bytearray())
        if int(self.query["offset"]) != len(log):
            return 409, {"code": "wrong_offset", "expected_offset": len(log)}
        if self.query.get("public") == "1":
            self.state.public_logs.add(stage)
        log += self.body
        return 200, {"size": len(log)}

    def _blobs(self, lease, sha256):
        self.state.fetched.append(sha256)
        if sha256 not in {blob.sha256 for blob in lease.blobs}:
            return 404, {"code": "not_found"}
        return 200, self.state.blobs[sha256]

    def _artifacts(self, lease, name):
        self.state.artifacts[name] = (self.body, self.query.get("public") == "1")
        return 201, {"sha256": hashlib.sha256(self.body).hexdigest(), "size": 0}

    def _report(self, lease):
        report = from_wire(Report, json.loads(self.body))
        if report not in self.state.reports:
            self.state.reports.append(report)
        return 200, {"state": "done"}
