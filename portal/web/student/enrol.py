"""Coming into a course by a code that its staff gave out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.courses.services import use_code
from portal.courses.services.code import live_code
from portal.lib.codes import as_shown
from portal.web.frame import site_frame
from portal.web.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest) -> HttpResponse:
    """Ask for a code, say which course it opens, and on a second word enroll."""
    now = timezone.now()
    if request.method == "POST":
        enrollment = use_code(request.POST.get("code", ""), actor=request.user, now=now)
        course = enrollment.course
        messages.success(request, f"You are in {course.title} as {enrollment.role}.")
        return redirect("student:course", course.public_id)
    typed = request.GET.get("code", "")
    code = live_code(typed, now=now) if typed.strip() else None
    context = {
        "frame": site_frame(request.user),
        "code": code,
        "shown": as_shown(code.code) if code else "",
    }
    return render(request, "student/enrol.html", context)
