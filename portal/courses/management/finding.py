"""Whom and what a command names: courses, people, students; or why there are none."""

from django.core.management.base import CommandError

from portal.accounts.models import User
from portal.accounts.selectors import person_by_email
from portal.courses.models import Course, Enrollment
from portal.courses.selectors import course_by_key, course_keys, student_by_email


def course_of(key: str) -> Course:
    """Return the course that is called SLUG:TERM."""
    slug, _, term = key.partition(":")
    course = course_by_key(slug, term)
    if course is None:
        known = ", ".join(course_keys()) or "none yet"
        raise CommandError(f"No course is {key}; there are: {known}.")
    return course


def person_of(email: str) -> User:
    """Return who signs in with this address."""
    person = person_by_email(email)
    if person is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return person


def student_of(course: Course, email: str) -> Enrollment:
    """Return the student of the course with this address."""
    student = student_by_email(course, email)
    if student is None:
        raise CommandError(f"{email} is no student of this course now.")
    return student
