"""The gradebook: rows of grades, the ledger of one grade, releases."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.describe import answers, describe, paged
from portal.api.v1.grade_rows import rows_for_staff, rows_for_student
from portal.api.v1.incoming import idempotency_key
from portal.api.v1.pages import page_of
from portal.api.v1.shapes.grade import (
    GradeRowShape,
    GradeShape,
    LedgerEntryShape,
    NewEntryShape,
    WhyShape,
)
from portal.api.v1.view import ApiView, require_scope
from portal.assignments.access import get_staffed_assignment
from portal.courses.access import get_course, is_staff_of
from portal.courses.models import Enrollment
from portal.gradebook import services
from portal.gradebook.access import get_cell, get_entry, graded_students
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import entry_of_key, head_of, ledger_of, seen_cell
from portal.lib.errors import InvalidError

STAFF = {"GET": "staff", "POST": "staff"}
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The grade's version as it was read; refused with 409 if it changed.",
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key again answers with the line written first.",
)


class GradebookView(ApiView):
    """The rows of a course's gradebook."""

    @describe("gradebook_list", responses=answers(paged(GradeRowShape), 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """List students with their grades: staff all; others their own, released."""
        course, now = get_course(self.viewer, public_id), timezone.now()
        people = graded_students(self.viewer, course)
        shape: Callable[[Sequence[Enrollment]], list[Any]]
        if is_staff_of(self.viewer, course):
            require_scope(request, "staff")
            head = head_of(course)
            services.refresh_rows(course, now=now, head=head)
            people = people.filter(grade_row__isnull=False).select_related("grade_row")
            shape = lambda found: rows_for_staff(found, head)  # noqa: E731
        else:
            shape = lambda found: rows_for_student(found, now=now)  # noqa: E731
        return page_of(
            people,
            request,
            ordering=("user__name", "pk"),
            shape=lambda found: GradeRowShape(shape(found), many=True).data,
        )


class GradeView(ApiView):
    """One grade."""

    scopes = STAFF

    @describe("grades_read", responses=answers(GradeShape, 404))
    def get(self, request: Request, enrollment: UUID, assignment: UUID) -> Response:
        """Read a grade with its version and every line behind it; for staff."""
        now = timezone.now()
        who, what = get_cell(self.viewer, enrollment, assignment, now=now)
        seen = seen_cell(what, who, now=now)
        if seen.column is None or seen.cell is None:
            raise InvalidError("This assignment is not published; it has no grades.")
        grade = seen.cell.grade
        body = {
            "assignment": {
                "public_id": what.public_id,
                "slug": what.slug,
                "title": seen.column.title,
            },
            "enrollment": who.public_id,
            "person": who.user,
            "points": grade.points,
            "score": seen.cell.score,
            "max_points": seen.column.max_points,
            "is_released": grade.is_released,
            "is_excused": grade.is_excused,
            "is_incomplete": grade.is_incomplete,
            "version": seen.version,
            "ledger": list(reversed(ledger_of(what, who))),
        }
        return Response(GradeShape(body).data, headers={"ETag": f'"{seen.version}"'})


class LedgerView(ApiView):
    """The ledger of one grade."""

    scopes = STAFF

    @describe(
        "ledger_create",
        request=NewEntryShape,
        parameters=[IF_MATCH, KEY],
        responses=answers(LedgerEntryShape, 400, 404, 409, status=201),
    )
    def post(self, request: Request, enrollment: UUID, assignment: UUID) -> Response:
        """Write a line about one grade; nothing that was written is changed by it."""
        now, key = timezone.now(), idempotency_key(request)
        who, what = get_cell(self.viewer, enrollment, assignment, now=now)
        asked = NewEntryShape(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        before = entry_of_key(self.viewer, key, assignment=what, enrollment=who)
        if before is not None:
            return _created(before, is_repeated=True)
        entry = services.write_line(
            what,
            who,
            kind=said["kind"],
            points=said.get("points"),
            is_above_meant=said["is_above_meant"],
            reason=said["reason"],
            seen=request.headers.get("If-Match", "").strip('"'),
            key=key,
            actor=self.viewer,
            now=now,
        )
        return _created(entry)


class UndoView(ApiView):
    """Taking a line back."""

    scopes = STAFF

    @describe(
        "ledger_undo",
        request=WhyShape,
        responses=answers(LedgerEntryShape, 400, 404, 409, status=201),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take a line back by another line; both stay readable."""
        entry = get_entry(self.viewer, public_id)
        return _created(
            services.undo(
                entry, reason=_reason(request), actor=self.viewer, now=timezone.now()
            )
        )


class ReleaseView(ApiView):
    """Showing an assignment's grades."""

    scopes = STAFF

    @describe(
        "grades_release",
        request=WhyShape,
        responses=answers(LedgerEntryShape, 400, 404, 409, status=201),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Show an assignment's grades to all its students at once."""
        now = timezone.now()
        assignment = get_staffed_assignment(self.viewer, public_id, now=now)
        reason = _reason(request)
        return _created(
            services.release(assignment, reason=reason, actor=self.viewer, now=now)
        )


class WithdrawView(ApiView):
    """Hiding an assignment's grades again."""

    scopes = STAFF

    @describe(
        "grades_withdraw",
        request=WhyShape,
        responses=answers(LedgerEntryShape(many=True), 400, 404, 409),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Hide an assignment's grades from its students again."""
        now = timezone.now()
        assignment = get_staffed_assignment(self.viewer, public_id, now=now)
        reason = _reason(request)
        lines = services.withdraw(assignment, reason=reason, actor=self.viewer, now=now)
        return Response(LedgerEntryShape(lines, many=True).data)


def _reason(request: Request) -> str:
    asked = WhyShape(data=request.data)
    asked.is_valid(raise_exception=True)
    return str(asked.validated_data["reason"])


def _created(entry: LedgerEntry, *, is_repeated: bool = False) -> Response:
    headers = {"Idempotent-Replayed": "true"} if is_repeated else {}
    return Response(LedgerEntryShape(entry).data, status=201, headers=headers)
