"""Attendance: registers taken by staff, and one's own marks."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.asked import asked_for, student_named
from portal.api.v1.describe import answers, describe
from portal.api.v1.shapes.meeting import (
    AttendanceShape,
    MarkShape,
    NewMarksShape,
    OwnAttendanceShape,
    RegisterShape,
)
from portal.api.v1.view import ApiView
from portal.assignments.models import Assignment
from portal.courses.models import Course, Session
from portal.meetings.access import (
    get_mark,
    get_of_staff,
    get_of_student,
    get_register,
)
from portal.meetings.policy import share_of
from portal.meetings.selectors import (
    Register,
    attendance_of,
    own_marks,
    register_of,
)
from portal.meetings.services import Said, take_register, undo_mark

KIND = "attendance"


class AttendanceView(ApiView):
    """The attendance of a class."""

    scopes = {"GET": "staff"}

    @describe("attendance_read", responses=answers(AttendanceShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read every session's counts and every student's share; for staff."""
        now = timezone.now()
        assignment = get_of_staff(self.viewer, public_id, KIND, now=now)
        found = attendance_of(assignment)
        said = {
            "sessions": [
                {
                    "session": one.session,
                    "counts": one.counts,
                    "url": _url(assignment, one.session),
                }
                for one in found.meetings
            ],
            "students": [{"student": s, "share": share} for s, share in found.students],
        }
        return Response(AttendanceShape(said).data)


class OwnAttendanceView(ApiView):
    """One's own attendance."""

    @describe("attendance_own", responses=answers(OwnAttendanceShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read one's own marks and what they come to; for students."""
        now = timezone.now()
        assignment, student = get_of_student(self.viewer, public_id, KIND, now=now)
        marks = own_marks(assignment, student)
        said = {"marks": marks, "share": share_of(mark.kind for mark in marks)}
        return Response(OwnAttendanceShape(said).data)


class RegisterView(ApiView):
    """The register of one session."""

    scopes = {"GET": "staff", "POST": "staff"}

    @describe("registers_read", responses=answers(RegisterShape, 404))
    def get(self, request: Request, public_id: UUID, unit: int) -> Response:
        """Read what holds for every student, and all that was written."""
        now = timezone.now()
        assignment, session = get_register(self.viewer, public_id, unit, now=now)
        return Response(RegisterShape(register_of(assignment, session)).data)

    @describe(
        "registers_take",
        request=NewMarksShape,
        responses=answers(RegisterShape, 400, 404, 409),
    )
    def post(self, request: Request, public_id: UUID, unit: int) -> Response:
        """Write what differs; 409 where somebody marked one of them since ``seen``."""
        now = timezone.now()
        assignment, session = get_register(self.viewer, public_id, unit, now=now)
        asked = asked_for(NewMarksShape, request)
        register = register_of(assignment, session)
        take_register(
            assignment,
            session,
            _said(asked, register, assignment.course),
            seen=asked["seen"],
            actor=self.viewer,
            now=now,
        )
        return Response(RegisterShape(register_of(assignment, session)).data)


class UndoMarkView(ApiView):
    """Taking a line of a register back."""

    scopes = {"POST": "staff"}

    @describe(
        "registers_undo",
        request=None,
        responses=answers(MarkShape, 404, 409, status=201),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Write a line that takes this one back; what held before it holds again."""
        mark = get_mark(self.viewer, public_id)
        undone = undo_mark(mark, actor=self.viewer, now=timezone.now())
        return Response(MarkShape(undone).data, status=201)


def _said(asked: dict[str, Any], register: Register, course: Course) -> dict[int, Said]:
    said = {
        line.student.pk: Said(asked["rest"])
        for line in register.lines
        if asked["rest"] and line.mark is None
    }
    by_address = {line.student.user.email: line.student for line in register.lines}
    for one in asked["marks"]:
        found = by_address.get(one["email"])
        student = found or student_named(course, one["email"])
        said[student.pk] = Said(one["mark"], one["reason"])
    return said


def _url(assignment: Assignment, session: Session) -> str:
    return reverse("api-v1:register", args=[assignment.public_id, session.unit])
