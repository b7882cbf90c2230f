"""What was sent, as a shape reads it, and whom it names."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from portal.courses.models import Course, Enrollment
from portal.courses.selectors import student_by_email
from portal.lib.errors import NotFoundError


def asked_for(
    shape: type[serializers.Serializer[Any]], request: Request
) -> dict[str, Any]:
    """Return what was sent, as ``shape`` reads it."""
    asked = shape(data=request.data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def student_named(course: Course, email: str) -> Enrollment:
    """Return the student of the course with this address."""
    found = student_by_email(course, email)
    if found is None:
        raise NotFoundError(f"No student of this course has the address {email}.")
    return found
