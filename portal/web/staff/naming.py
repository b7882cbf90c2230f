"""Another title for an assignment that comes from files; its folder stays as it is."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.assignments.selectors import current_spec
from portal.assignments.services import end_override, set_override
from portal.lib.errors import InvalidError
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import assignment_of_instructor


@login_required
@require_POST
def rename(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let another title win over the folder's, or with ``end`` the folder's hold."""
    now = timezone.now()
    assignment = assignment_of_instructor(request.user, public_id, now=now)
    actor = request.user
    if "end" in request.POST:
        why = "The folder's own holds again."
        end_override(assignment, "title", reason=why, actor=actor, now=now)
        messages.success(request, "The title of the course's folder holds again.")
        return redirect("staff:made", public_id)
    title = " ".join(request.POST.get("title", "").split())
    if title == current_spec(assignment).title:
        raise InvalidError("That is its title already; write another one.")
    reason = request.POST.get("reason", "")
    set_override(assignment, "title", title, reason=reason, actor=actor, now=now)
    messages.success(request, f"It is called {title} from now on.")
    return redirect("staff:made", public_id)
