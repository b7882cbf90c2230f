"""One's notices: listed, and noted as read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.v1.describe import answers, describe, paged
from portal.api.v1.pages import page_of
from portal.api.v1.shapes.notice import AllReadShape, NoticeShape
from portal.api.v1.view import ApiView
from portal.notifications.access import get_notice, visible_notices
from portal.notifications.models import Notice
from portal.notifications.selectors import told
from portal.notifications.services import mark_all_read, mark_read

SCOPES = {"GET": "read", "POST": "read"}


class NoticesView(ApiView):
    """What one should know."""

    @describe("notices_list", responses=answers(paged(NoticeShape)))
    def get(self, request: Request) -> Response:
        """List one's notices, newest first; none holds a number of a grade.

        A page may be short: what one may not know now is left out of it.
        """
        rows = visible_notices(self.viewer)
        return page_of(
            rows.select_related("course", "assignment", "submission"),
            request,
            ordering=("-at", "-pk"),
            shape=lambda found: _shaped(self, found),
        )


class NoticeReadView(ApiView):
    """One notice."""

    scopes = SCOPES

    @describe("notices_read", request=None, responses=answers(None, 404, status=204))
    def post(self, request: Request, public_id: UUID) -> Response:
        """Note that one has seen it."""
        notice = get_notice(self.viewer, public_id)
        mark_read(notice, actor=self.viewer, now=timezone.now())
        return Response(status=204)


class AllReadView(ApiView):
    """All notices."""

    scopes = SCOPES

    @describe("notices_read_all", request=None, responses=answers(AllReadShape))
    def post(self, request: Request) -> Response:
        """Note that one has seen all that there is now."""
        count = mark_all_read(actor=self.viewer, now=timezone.now())
        return Response(AllReadShape({"read": count}).data)


def _shaped(view: ApiView, found: Sequence[Notice]) -> Any:
    lines = [
        {
            "id": line.notice.public_id,
            "kind": line.notice.kind,
            "sentence": line.sentence,
            "course": getattr(line.notice.course, "public_id", None),
            "assignment": getattr(line.notice.assignment, "public_id", None),
            "submission": getattr(line.notice.submission, "public_id", None),
            "at": line.notice.at,
            "read_at": line.notice.read_at,
            "page": reverse("notices:open", args=[line.notice.public_id]),
        }
        for line in told(view.viewer, found, now=timezone.now())
    ]
    return NoticeShape(lines, many=True).data
