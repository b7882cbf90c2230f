"""The secret address of one's due dates: made, shown once, ended, read."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.accounts.access import visible_tokens
from portal.accounts.models import AccessToken, User
from portal.accounts.selectors import person_for_token
from portal.accounts.services import CALENDAR, issue_token, note_token_use, revoke_token
from portal.lib.errors import NotFoundError
from portal.web.account.due_dates import calendar_of
from portal.web.frame import site_frame
from portal.web.requests import SignedInRequest

LIFE = timedelta(days=365)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """Show whether there is an address; a POST makes a new one and ends the old."""
    person, now, url = request.user, timezone.now(), ""
    if request.method == "POST":
        _end(person)
        _, secret = issue_token(
            person,
            name="calendar",
            scopes=[CALENDAR],
            expires_at=now + LIFE,
            actor=person,
            now=now,
        )
        url = request.build_absolute_uri(reverse("calendar-feed", args=[secret]))
    context = {
        "frame": site_frame(person),
        "url": url,
        "token": next(iter(_live(person)), None),
    }
    return render(request, "account/calendar.html", context)


@login_required
@require_POST
def end(request: SignedInRequest) -> HttpResponse:
    """End the address: calendars that have it get nothing more."""
    _end(request.user)
    messages.success(request, "The address no longer works.")
    return redirect("account:calendar")


@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar that has the address; to everybody else it is not there."""
    now = timezone.now()
    found = person_for_token(secret, now=now)
    if found is None or found[1].scopes != [CALENDAR]:
        raise NotFoundError("There is no such calendar.")
    note_token_use(found[1], now=now)
    content = calendar_of(found[0], now=now)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _live(person: User) -> list[AccessToken]:
    now = timezone.now()
    tokens = visible_tokens(person).filter(revoked_at=None, expires_at__gt=now)
    return [token for token in tokens if token.scopes == [CALENDAR]]


def _end(person: User) -> None:
    for token in _live(person):
        revoke_token(token, actor=person, now=timezone.now())
