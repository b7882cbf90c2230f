"""Home: what is due, what came back, one's courses."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.courses.access import may_make_courses
from portal.web.frame import site_frame
from portal.web.requests import SignedInRequest
from portal.web.student.agenda import agenda_of


@login_required
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Show what waits for this person, over all their courses."""
    agenda = agenda_of(request.user, now=timezone.now())
    context = {
        "frame": site_frame(request.user, here="Home"),
        "agenda": agenda,
        "may_make": may_make_courses(request.user),
    }
    return render(request, "student/home.html", context)
