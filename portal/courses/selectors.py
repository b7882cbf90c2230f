"""Reads of courses, their meetings and their people."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from natsort import natsorted

from portal.accounts.models import User
from portal.courses.models import (
    Course,
    EnrolCode,
    Enrollment,
    Role,
    Section,
    Session,
)
from portal.lib.once import once


def course_by_key(slug: str, term: str) -> Course | None:
    """Return the one offering of ``slug`` in ``term``."""
    return Course.objects.filter(slug=slug, term=term).first()


def course_keys() -> list[str]:
    """Return every course as SLUG:TERM, for messages to ops."""
    return [
        f"{course.slug}:{course.term}" for course in Course.objects.order_by("slug")
    ]


@once
def enrollment_of(person: User, course: Course) -> Enrollment | None:
    """Return the person's live enrollment in the course."""
    return course.enrollments.filter(user=person, is_active=True).first()


def enrollments_of(person: User) -> QuerySet[Enrollment]:
    """Return all a person was ever in, by course; also where they were dropped."""
    return person.enrollments.select_related("course", "user", "section").order_by(
        "course__slug", "course__term"
    )


def student_by_email(course: Course, email: str) -> Enrollment | None:
    """Return the student of the course with this address, however it is written."""
    found = course.enrollments.filter(
        user__email__iexact=email.strip(), is_active=True, role=Role.STUDENT
    )
    return found.select_related("user").first()


def students_of(course: Course) -> QuerySet[Enrollment]:
    """Return the students who are in the course now, by name."""
    return roster(course).filter(is_active=True, role=Role.STUDENT)


def roster(course: Course) -> QuerySet[Enrollment]:
    """Return everyone who was ever in the course, by name."""
    return course.enrollments.select_related("user", "section").order_by(
        "user__name", "user__email"
    )


def sections_of(course: Course) -> list[Section]:
    """Return the sections by name, 2 before 10, with ``people`` who are there now."""
    here = Count("enrollments", filter=Q(enrollments__is_active=True))
    rows = course.sections.annotate(people=here)
    return natsorted(rows, key=lambda one: one.name)


def codes_of(course: Course) -> QuerySet[EnrolCode]:
    """Return the enrol codes, newest first, also those that ended."""
    return course.enrol_codes.select_related("section", "made_by").order_by(
        "-made_at", "-pk"
    )


def meetings(course: Course) -> QuerySet[Session]:
    """Return the sessions that the course's folder lists, by unit."""
    return course.sessions.filter(is_removed=False).order_by("unit")


@once
def session_starts(course: Course) -> dict[int, datetime]:
    """Return when each unit starts; one removed from the folder still anchors."""
    # Not .values_list: a prefetch of sessions must be enough.
    return {session.unit: session.starts_at for session in course.sessions.all()}
