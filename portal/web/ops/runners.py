"""Runners: what each is, what it does, and what ops order."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.lib.errors import NotFoundError
from portal.runners import services
from portal.runners.access import get_runner
from portal.web.frame import ops_frame
from portal.web.ops.doors import ops_only
from portal.web.ops.fleet import fleet_of
from portal.web.requests import SignedInRequest

ORDERS = {
    "drain": (services.drain, "finishes what it has, and claims nothing more."),
    "quarantine": (services.quarantine, "is refused; its jobs go to others."),
    "resume": (services.resume, "may claim again."),
}


@ops_only
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Show the fleet, all of it or one pool."""
    context = {
        "frame": ops_frame(request.user, here="Runners"),
        "fleet": fleet_of(request.GET.get("pool", ""), now=timezone.now()),
    }
    return render(request, "ops/runners.html", context)


@ops_only
@require_POST
def order(request: SignedInRequest, public_id: UUID, order: str) -> HttpResponse:
    """Drain, quarantine or resume one runner."""
    runner = get_runner(request.user, public_id)
    if order not in ORDERS:
        raise NotFoundError("There is no such order.")
    give, words = ORDERS[order]
    give(runner, actor=request.user, now=timezone.now())
    messages.success(request, f"{runner.name} {words}")
    return redirect("ops:runners")
