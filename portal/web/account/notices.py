"""How one wants to be told of each kind of news."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.notifications.kinds import Kind
from portal.notifications.selectors import kinds_for, wishes_of
from portal.notifications.services import set_preferences
from portal.web.frame import site_frame
from portal.web.requests import SignedInRequest

CHANNELS = (
    ("now", "by mail at once"),
    ("daily", "by mail, once a day"),
    ("portal", "only in the portal"),
    ("off", "not at all"),
)


class NoticesForm(forms.Form):
    """One choice for each kind that can reach the person."""

    def __init__(self, kinds: list[Kind], wishes: dict[str, str], *args: Any) -> None:
        super().__init__(*args)
        for kind in kinds:
            self.fields[kind.slug] = forms.ChoiceField(
                label=kind.title, choices=CHANNELS, initial=wishes[kind.slug]
            )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """Show the choices; a POST keeps them."""
    person = request.user
    kinds = kinds_for(person)
    form = NoticesForm(kinds, wishes_of(person), request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_preferences(person, form.cleaned_data, actor=person, now=timezone.now())
        messages.success(request, "Kept.")
        return redirect("account:notices")
    context = {"frame": site_frame(person), "form": form}
    return render(request, "account/notices.html", context)
