"""A new course from nothing: its name, term and zone in a form."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from graders.spec import SpecError
from portal.courses.access import may_make_courses
from portal.lib.errors import InvalidError, NotFoundError
from portal.setup.folder import Wishes
from portal.setup.newcomer import instruct
from portal.setup.written import write_course
from portal.web.requests import SignedInRequest
from portal.web.staff.welcome import instructed, instructor_of

ONE = {"slug": "coursework", "title": "Coursework", "weight": 100}
KEYS = ("slug", "title", "term", "timezone")


@login_required
@require_POST
def begin(request: SignedInRequest) -> HttpResponse:
    """Make a course with one category and nothing in it yet."""
    if not may_make_courses(request.user):
        raise NotFoundError("There is no such page.")
    about = {key: " ".join(request.POST.get(key, "").split()) for key in KEYS}
    email, name = instructor_of(request)
    with tempfile.TemporaryDirectory(prefix="assay-course-") as folder:
        write_course(Path(folder), {"course": about, "categories": [ONE]})
        try:
            loaded = instruct(
                Path(folder),
                Wishes(is_new=True, trusts_folder=False),
                email=email,
                name=name,
                actor=request.user,
                now=timezone.now(),
            )
        except SpecError as error:
            raise InvalidError("\n".join(str(one) for one in error.problems)) from error
    course = loaded.course.course
    said = f"{course.slug} {course.term} is there, and empty."
    if email.casefold() == request.user.email.casefold():
        messages.success(request, said)
        return redirect("staff:setup", course.public_id)
    messages.success(request, f"{said} {instructed(course)}")
    return redirect("staff:new-course")
