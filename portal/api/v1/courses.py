"""Courses and their assignments."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1 import assignment_lines
from portal.api.v1.describe import answers, describe, paged
from portal.api.v1.pages import page_of
from portal.api.v1.shapes.course import (
    AssignmentLineShape,
    AssignmentShape,
    CourseShape,
)
from portal.api.v1.view import ApiView
from portal.assignments.access import get_assignment, visible_assignments
from portal.courses.access import get_course, staffed_courses, visible_courses
from portal.courses.models import Course


class CoursesView(ApiView):
    """The courses one is in."""

    @describe("courses_list", responses=answers(paged(CourseShape)))
    def get(self, request: Request) -> Response:
        """List the courses one is in, and whether as staff."""
        return page_of(
            visible_courses(self.viewer),
            request,
            ordering=("title", "term", "slug"),
            shape=self._shape,
        )

    def _shape(self, courses: Sequence[Course]) -> Any:
        staffed = set(staffed_courses(self.viewer))
        lines = [
            {
                "course": course,
                "is_staff": course in staffed,
                "urls": {
                    "assignments": reverse(
                        "api-v1:assignments", args=[course.public_id]
                    )
                },
            }
            for course in courses
        ]
        return CourseShape(lines, many=True).data


class AssignmentsView(ApiView):
    """The assignments of a course."""

    @describe(
        "assignments_list",
        responses=answers(paged(AssignmentLineShape), 404),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """List what one may see of a course's assignments, in its order."""
        course = get_course(self.viewer, public_id)
        return page_of(
            visible_assignments(self.viewer, course, now=timezone.now()),
            request,
            ordering=("position", "slug"),
            shape=lambda found: (
                AssignmentLineShape(assignment_lines.lines_of(found), many=True).data
            ),
        )


class AssignmentView(ApiView):
    """One assignment."""

    @describe("assignments_read", responses=answers(AssignmentShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read an assignment: text, what to hand in, how it is graded, quota."""
        now = timezone.now()
        assignment = get_assignment(self.viewer, public_id, now=now)
        page = assignment_lines.page_of(assignment, viewer=self.viewer, now=now)
        return Response(AssignmentShape(page).data)


def _assignments_url(course: Course) -> str:
    return reverse("api-v1:assignments", args=[course.public_id])
