"""One's notices: newest first, each leads to the thing, and what is read stays."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from portal.lib.errors import NotFoundError
from portal.notifications.access import get_notice
from portal.notifications.selectors import full, told
from portal.notifications.services import mark_all_read, mark_read
from portal.notifications.words import path
from portal.web.frame import site_frame
from portal.web.requests import SignedInRequest


@login_required
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """List the newest hundred, the unread ones first marked as such."""
    now = timezone.now()
    lines = told(request.user, full(request.user), now=now)
    context = {
        "frame": site_frame(request.user, here="Notices"),
        "unread_lines": [line for line in lines if line.is_unread],
        "read_lines": [line for line in lines if not line.is_unread],
    }
    return render(request, "notices/listed.html", context)


@login_required
@require_safe
def follow(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Note that it is read, and go to the thing; back to the list where it is gone."""
    try:
        notice = get_notice(request.user, public_id)
    except NotFoundError as error:
        messages.info(request, error.sentence)
        return redirect("notices:list")
    mark_read(notice, actor=request.user, now=timezone.now())
    return redirect(path(notice))


@login_required
@require_POST
def read(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Note that one is read."""
    notice = get_notice(request.user, public_id)
    mark_read(notice, actor=request.user, now=timezone.now())
    return redirect("notices:list")


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Note that all is read that was there when the page was made."""
    now = timezone.now()
    mark_all_read(actor=request.user, now=now, up_to=_instant(request, now))
    messages.success(request, "All read.")
    return redirect("notices:list")


def _instant(request: SignedInRequest, now: datetime) -> datetime:
    try:
        said = parse_datetime(request.POST.get("up_to", ""))
    except ValueError:
        said = None
    return said if said is not None and said.tzinfo is not None else now
