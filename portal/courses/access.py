"""The only doors to a course and its people."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.courses.models import (
    STAFF,
    Course,
    CourseMaker,
    EnrolCode,
    Enrollment,
    Role,
    Section,
)
from portal.courses.selectors import enrollment_of, roster
from portal.lib.errors import NotFoundError, RefusedError


def visible_courses(viewer: User) -> QuerySet[Course]:
    """Return the courses the viewer is in now, whatever their role."""
    return Course.objects.filter(
        enrollments__user=viewer, enrollments__is_active=True
    ).order_by("title", "term")


def places_of(viewer: User) -> list[Enrollment]:
    """Return the viewer's own place in each of ``visible_courses``; 1 query."""
    places = Enrollment.objects.filter(user=viewer, is_active=True)
    by_title = places.order_by("course__title", "course__term")
    return list(by_title.select_related("course"))


def staffed_courses(viewer: User) -> QuerySet[Course]:
    """Return the courses the viewer is staff of now."""
    return Course.objects.filter(
        enrollments__user=viewer,
        enrollments__is_active=True,
        enrollments__role__in=STAFF,
    ).order_by("title", "term")


def get_course(viewer: User, public_id: UUID | str) -> Course:
    """Return the course, or NotFoundError to strangers and where it is absent."""
    return _one_of(visible_courses(viewer), public_id)


def get_course_of_staff(viewer: User, public_id: UUID | str) -> Course:
    """Return the course to its staff, NotFoundError to all others in it; 1 query."""
    return _one_of(staffed_courses(viewer), public_id)


def _one_of(courses: QuerySet[Course], public_id: UUID | str) -> Course:
    try:
        course = courses.filter(public_id=public_id).first()
    except ValidationError:
        course = None
    if course is None:
        raise NotFoundError("There is no such course.")
    return course


def get_staffed_course(viewer: User, public_id: UUID | str) -> Course:
    """Return the course to its staff; others in it are refused, strangers see none."""
    course = get_course(viewer, public_id)
    if not is_staff_of(viewer, course):
        raise RefusedError("This is for the course's staff.")
    return course


def may_make_courses(viewer: User) -> bool:
    """Say whether the viewer may: ops, who got leave, and who instructs one now."""
    instructs = Enrollment.objects.filter(
        user=viewer, role=Role.INSTRUCTOR, is_active=True
    )
    has_leave = CourseMaker.objects.filter(user=viewer)
    return viewer.is_ops or instructs.exists() or has_leave.exists()


def get_section(viewer: User, pk: int) -> Section:
    """Return a section to instructors of its course."""
    section = Section.objects.filter(pk=pk).select_related("course").first()
    if section is None or role_in(viewer, section.course) != Role.INSTRUCTOR:
        raise NotFoundError("There is no such section in a course of yours.")
    return section


def get_code(viewer: User, public_id: UUID | str) -> EnrolCode:
    """Return an enrol code to instructors of its course."""
    found = EnrolCode.objects.filter(public_id=public_id).select_related("course")
    code = found.first()
    if code is None or role_in(viewer, code.course) != Role.INSTRUCTOR:
        raise NotFoundError("There is no such code in a course of yours.")
    return code


def get_enrollment(viewer: User, public_id: UUID | str) -> Enrollment:
    """Return somebody's enrollment to themselves and to staff of the course."""
    found = Enrollment.objects.filter(public_id=public_id).select_related(
        "course", "user", "section"
    )
    enrollment = found.first()
    if enrollment is None or not (
        enrollment.user_id == viewer.pk or is_staff_of(viewer, enrollment.course)
    ):
        raise NotFoundError("There is no such person in a course of yours.")
    return enrollment


def role_in(viewer: User, course: Course) -> str | None:
    """Return the viewer's role in the course now, or None to a stranger."""
    enrollment = enrollment_of(viewer, course)
    return None if enrollment is None else enrollment.role


def is_staff_of(viewer: User, course: Course) -> bool:
    """Say whether the viewer grades or instructs this course now."""
    return role_in(viewer, course) in STAFF


def visible_enrollments(viewer: User, course: Course) -> QuerySet[Enrollment]:
    """Return the roster to staff, to others only their own line."""
    everyone = roster(course)
    if is_staff_of(viewer, course):
        return everyone
    return everyone.filter(user=viewer, is_active=True)
