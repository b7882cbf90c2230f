"""What the archive holds beside files and grades: what was written, asked and told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.accounts.models import User
from portal.marking.models import RegradeRequest
from portal.notifications.access import visible_notices
from portal.notifications.selectors import told, wishes_of
from portal.submissions.models import Submission
from portal.web.marking.received import CheckLine, Received, received_of


def written_about(
    submission: Submission, person: User, *, is_published: bool, now: datetime
) -> dict[str, Any]:
    """Return what graders wrote, once it is released, and what was asked of them."""
    found = received_of(
        submission, viewer=person, is_staff=False, is_published=is_published, now=now
    )
    written: dict[str, Any] = {
        "checks": [_check(one) for one in found.checks],
        "comments": _comments(found),
        "regrade_requests": [_request(one.request) for one in found.requests],
    }
    return {key: value for key, value in written.items() if value}


def notices_of(person: User, *, now: datetime) -> dict[str, Any]:
    """Return every notice as its reader may see it now, and how they are sent."""
    rows = visible_notices(person).select_related("course", "submission", "assignment")
    return {
        "wishes": wishes_of(person),
        "notices": [
            {
                "at": one.notice.at,
                "says": one.sentence,
                "read_at": one.notice.read_at,
            }
            for one in told(person, rows, now=now)
        ],
    }


def _check(line: CheckLine) -> dict[str, Any]:
    return {
        "title": line.title,
        "points": line.points,
        "max_points": line.maximum,
        "adjustment": line.adjustment,
        "comment": line.comment,
        "criteria": [
            {
                "title": one.title,
                "points": one.points,
                "max_points": one.maximum,
                "items": [item["title"] for item in one.items],
            }
            for one in line.lines
        ],
    }


def _comments(found: Received) -> list[dict[str, Any]]:
    return [
        {"file": one.path, one.kind: one.number, "text": one.text}
        for one in found.remarks
    ]


def _request(request: RegradeRequest) -> dict[str, Any]:
    return {
        "check": request.check_name,
        "state": request.state,
        "opened_at": request.opened_at,
        "decided_at": request.decided_at,
        "messages": list(_messages(request)),
    }


def _messages(request: RegradeRequest) -> Iterable[dict[str, Any]]:
    own = request.messages.order_by("pk").select_related("author")
    for one in own:
        yield {"by": one.author.name, "at": one.at, "text": one.text}
