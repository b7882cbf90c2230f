"""A course's folder as a zip: chosen, looked at, then loaded as a command would."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from graders.spec import SpecError
from portal.accounts.models import User
from portal.courses.access import may_make_courses
from portal.courses.models import Course
from portal.lib.errors import InvalidError, NotFoundError
from portal.setup.changing import change_course, taken_in
from portal.setup.folder import Loaded, Wishes, load
from portal.setup.newcomer import instruct
from portal.setup.words import Line, lines_of, weights_of
from portal.setup.zips import MOST_MIB, is_one, laid_out
from portal.web.frame import course_frame, site_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_instructor
from portal.web.staff.staged import stage, staged
from portal.web.staff.welcome import instructed, instructor_of


@dataclass(frozen=True)
class Preview:
    """What a load would do, or ``problems`` why it can't be done.

    ``refusal``: what has to be said differently before it is done.
    """

    ticket: str = ""
    loaded: Loaded | None = None
    lines: tuple[Line, ...] = ()
    problems: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def weights(self) -> str:
        return weights_of(self.loaded.course.course) if self.loaded else ""

    @property
    def is_over(self) -> bool:
        """Say whether every session is past: the folder of an earlier term."""
        sessions = self.loaded.sessions if self.loaded else ()
        return bool(sessions) and max(sessions) < timezone.now()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask for the zip of this course; a POST shows what it would change."""
    course = course_of_instructor(request.user, public_id)
    return _page(request, course, _preview(request, course))


@login_required
@require_POST
def take_in(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Load what was shown."""
    course = course_of_instructor(request.user, public_id)
    loaded = _load(request, course, request.POST.get("ticket", ""))
    messages.success(request, _said(loaded))
    return redirect("student:course", course.public_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Ask for the zip of a course that is not here yet; a POST shows what is in it."""
    _refuse_others(request.user)
    return _page(request, None, _preview(request, None))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: SignedInRequest) -> HttpResponse:
    """Bring the course in; whoever does it instructs it, or whom ops name."""
    _refuse_others(request.user)
    if request.method != "POST":
        messages.info(request, "No zip came along. Choose it here once more.")
        return redirect("staff:new-course")
    ticket = request.POST.get("ticket", "")
    try:
        loaded = _load(request, None, ticket)
    except InvalidError as error:
        again = _looked(request, None, ticket)
        return _page(request, None, replace(again, refusal=error.sentence))
    course = loaded.course.course
    if not request.user.is_ops:
        messages.success(request, _said(loaded))
        return redirect("student:course", course.public_id)
    messages.success(request, f"{_said(loaded)} {instructed(course)}")
    return redirect("staff:new-course")


def _refuse_others(viewer: User) -> None:
    if not may_make_courses(viewer):
        raise NotFoundError("There is no such page.")


def _preview(request: SignedInRequest, course: Course | None) -> Preview | None:
    if request.method != "POST":
        return None
    ticket = stage(
        request.FILES.get("file"),
        purpose=_purpose(course),
        viewer=request.user,
        most_mib=MOST_MIB,
    )
    return _looked(request, course, ticket)


def _looked(request: SignedInRequest, course: Course | None, ticket: str) -> Preview:
    try:
        loaded = _load(request, course, ticket, is_dry_run=True)
    except SpecError as error:
        return Preview(problems=tuple(str(one) for one in error.problems))
    except InvalidError as error:
        return Preview(problems=(error.sentence,))
    return Preview(ticket, loaded, lines_of(loaded))


def _load(
    request: SignedInRequest,
    course: Course | None,
    ticket: str,
    *,
    is_dry_run: bool = False,
) -> Loaded:
    sha256 = staged(ticket, purpose=_purpose(course), viewer=request.user)
    wishes = Wishes(
        start=_day(request.POST.get("start", "")),
        unproven_reason=request.POST.get("reason", "").strip(),
        is_dry_run=is_dry_run,
        only=course,
        is_new=course is None,
        trusts_folder=False,
    )
    now = timezone.now()
    with laid_out(sha256, may_be_one=course is not None) as folder:
        if course is not None and is_one(folder):
            edit = taken_in(folder)
            return change_course(course, edit, wishes, actor=request.user, now=now)
        if course is not None:
            return load(folder, wishes, actor=request.user, now=now)
        email, name = instructor_of(request)
        return instruct(
            folder, wishes, email=email, name=name, actor=request.user, now=now
        )


def _page(
    request: SignedInRequest, course: Course | None, preview: Preview | None
) -> HttpResponse:
    if course is None:
        frame = site_frame(request.user, here="New course")
    else:
        frame = course_frame(request.user, course, is_staff=True, here="People")
    context = {
        "frame": frame,
        "course": course,
        "preview": preview,
        "asked": request.POST,
        "most_mib": MOST_MIB,
    }
    is_wrong = preview is not None and (preview.problems or preview.refusal)
    status = 400 if is_wrong else 200
    return render(request, "staff/folder.html", context, status=status)


def _purpose(course: Course | None) -> str:
    return f"folder {course.public_id}" if course else "folder new"


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise InvalidError("The day is written as 2026-09-30.")
    return day


def _said(loaded: Loaded) -> str:
    course = loaded.course.course
    count = len(loaded.changes)
    word = "is there" if loaded.course.is_new else "is as its folder says"
    many = f"{count} assignment{'' if count == 1 else 's'}"
    return f"{course.slug} {course.term} {word}: {many}."
