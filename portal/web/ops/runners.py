"""The fleet: what each runner is, does and was last heard."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.grading.selectors.fleet import FleetLine, fleet
from portal.lib.errors import InvalidError
from portal.runners import services
from portal.runners.access import get_runner
from portal.web.frame import ops_frame
from portal.web.ops.door import let_in_ops
from portal.web.requests import SignedInRequest

STATES: Mapping[str, tuple[str, str]] = {
    "idle": ("circle-check", "ok"),
    "busy": ("loader-circle", "busy"),
    "draining": ("log-out", "quiet"),
    "silent": ("wifi-off", "bad"),
    "quarantined": ("shield-alert", "bad"),
}
ORDERS: Mapping[str, Callable[..., None]] = {
    "drain": services.drain,
    "quarantine": services.quarantine,
    "resume": services.resume,
}


@dataclass(frozen=True)
class Line:
    """One row: the runner, its state with icon and tone, and what ops may order."""

    found: FleetLine
    icon: str
    tone: str
    orders: tuple[str, ...]

    @property
    def word(self) -> str:
        return self.found.word


@login_required
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """List all runners; those in trouble are said in the title."""
    let_in_ops(request.user)
    lines = [_line(found) for found in fleet(now=timezone.now())]
    context: dict[str, Any] = {
        "frame": ops_frame(request.user, here="Runners"),
        "lines": lines,
        "pools": len({pool for line in lines for pool in line.found.pools}),
        "title": _title(lines),
        "is_unsafe": any(line.found.runner.sandbox == "process" for line in lines),
    }
    return render(request, "ops/runners.html", context)


@login_required
@require_POST
def order(request: SignedInRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Drain, quarantine or resume a runner."""
    runner = get_runner(request.user, public_id)
    if verb not in ORDERS:
        raise InvalidError(f"A runner can't be told to {verb}.")
    ORDERS[verb](runner, actor=request.user, now=timezone.now())
    messages.success(request, f"{runner.name}: {verb}.")
    return redirect("ops:runners")


def _line(found: FleetLine) -> Line:
    icon, tone = STATES[found.word]
    orders = {"active": ("drain", "quarantine"), "draining": ("resume", "quarantine")}
    return Line(found, icon, tone, orders.get(found.runner.state, ("resume",)))


def _title(lines: Sequence[Line]) -> str:
    """Say what is the case: who is in trouble, else how many are ready."""
    if not lines:
        return "No runner is enrolled yet"
    count = Counter(line.word for line in lines)
    trouble = [
        f"{count[word]} {word}" for word in ("silent", "quarantined") if count[word]
    ]
    if trouble:
        return f"Of {len(lines)} runners, {' and '.join(trouble)}"
    ready = count["idle"] + count["busy"]
    return f"{ready} of {len(lines)} runners take work"
