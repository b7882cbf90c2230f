"""One session's register: taken, corrected, and each line of it taken back."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.assignments.selectors import current_spec
from portal.courses.models import Enrollment
from portal.lib.errors import InvalidError
from portal.meetings.access import get_mark, get_register
from portal.meetings.selectors import Line, Register, register_of
from portal.meetings.services import Said, take_register, undo_mark
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest

WORDS = ("present", "late", "absent", "excused")


@dataclass(frozen=True)
class Row:
    """One student of the form."""

    student: Enrollment
    kind: str
    reason: str

    @property
    def name(self) -> str:
        return self.student.user.name or self.student.user.email


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID, unit: int) -> HttpResponse:
    """Show the register; a POST writes what differs from it."""
    now = timezone.now()
    assignment, session = get_register(request.user, public_id, unit, now=now)
    register = register_of(assignment, session)
    if request.method == "POST":
        made = take_register(
            assignment,
            session,
            _said(request, register),
            seen=_seen(request),
            actor=request.user,
            now=now,
        )
        count = len(made)
        said = f"{count} mark{'' if count == 1 else 's'} written."
        messages.success(request, f"{said} The grades follow.")
        return redirect("meetings:register", public_id, unit)
    course = assignment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": current_spec(assignment).title,
        "register": register,
        "rows": [_row(line) for line in register.lines],
        "words": WORDS,
        "has_begun": session.starts_at <= now,
    }
    return render(request, "meetings/register.html", context)


@login_required
@require_POST
def undo(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take a line back; what held before it holds again."""
    mark = get_mark(request.user, public_id)
    undo_mark(mark, actor=request.user, now=timezone.now())
    name = mark.enrollment.user.name or mark.enrollment.user.email
    messages.success(request, f"“{mark.kind}” of {name} is taken back.")
    return redirect("meetings:register", mark.assignment.public_id, mark.session.unit)


def _row(line: Line) -> Row:
    if line.mark is None:
        return Row(line.student, "", "")
    return Row(line.student, line.mark.kind, line.mark.reason)


def _said(request: SignedInRequest, register: Register) -> dict[int, Said]:
    """Return what the form says; with ``rest`` it says it of all without a mark."""
    said = {}
    for line in register.lines:
        key = str(line.student.public_id)
        kind = request.POST.get(f"kind-{key}", "") or request.POST.get("rest", "")
        if kind:
            reason = request.POST.get(f"reason-{key}", "")
            said[line.student.pk] = Said(kind, reason)
    return said


def _seen(request: SignedInRequest) -> int:
    try:
        return int(request.POST.get("seen", ""))
    except ValueError:
        raise InvalidError("Open the register again, and send it from there.") from None
