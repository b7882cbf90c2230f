"""The account page: name, zone, password, the way out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.accounts.services import change_profile
from portal.web.account.forms import ProfileForm
from portal.web.frame import site_frame
from portal.web.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """Show the account; a POST changes name and zone."""
    person = request.user
    form = ProfileForm(
        request.POST or None, initial={"name": person.name, "timezone": person.timezone}
    )
    if request.method == "POST" and form.is_valid():
        change_profile(person, actor=person, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Kept.")
        return redirect("account:profile")
    context = {"frame": site_frame(person), "form": form}
    return render(request, "account/profile.html", context)
