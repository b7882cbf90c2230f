"""Access tokens: made, shown once, revoked."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.access import get_token, visible_tokens
from portal.accounts.services import issue_token, revoke_token
from portal.web.account.forms import TokenForm
from portal.web.frame import site_frame
from portal.web.requests import SignedInRequest


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """List the tokens; a POST makes one and shows it this once."""
    form = TokenForm(request.POST or None)
    plaintext = ""
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        _, plaintext = issue_token(
            request.user,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=now + timedelta(days=form.cleaned_data["days"]),
            actor=request.user,
            now=now,
        )
        form = TokenForm()
    context = {
        "frame": site_frame(request.user),
        "form": form,
        "plaintext": plaintext,
        "tokens": visible_tokens(request.user),
        "site": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "account/tokens.html", context)


@login_required
@require_POST
def revoke(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """End a token at once."""
    token = get_token(request.user, public_id)
    revoke_token(token, actor=request.user, now=timezone.now())
    messages.success(request, f"“{token.name}” no longer works.")
    return redirect("account:tokens")
