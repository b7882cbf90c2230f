"""Who instructs a new course: whom the form names, and what is said afterwards."""

from portal.courses.models import Course, Role
from portal.web.requests import SignedInRequest


def instructor_of(request: SignedInRequest) -> tuple[str, str]:
    """Return who is to instruct a new course: the one who makes it, or for ops whom."""
    if not request.user.is_ops:
        return request.user.email, request.user.name
    return request.POST.get("email", ""), request.POST.get("name", "")


def instructed(course: Course) -> str:
    """Return who instructs the course and, if they are new here, how they get in."""
    first = course.enrollments.filter(role=Role.INSTRUCTOR).order_by("pk")[0].user
    said = f"{first.name or first.email} instructs it."
    if first.last_login is None and not first.has_usable_password():
        said += (
            f" Tell them: the sign-in page sends a link to {first.email} with which"
            " they set a first password."
        )
    return said
