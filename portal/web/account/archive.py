"""All that is kept about a person and may be told to them, as one zip."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.access import visible_tokens
from portal.accounts.models import User
from portal.assignments.own import own_record as own_teams
from portal.audit.selectors import events_by
from portal.courses.models import Enrollment, Role
from portal.courses.selectors import enrollments_of
from portal.gradebook.selectors import course_trail, is_released
from portal.grading.selectors import latest_job, visible_report
from portal.lib import store
from portal.lib.spreadsheets import csv_bytes
from portal.lib.zipping import Entry, zip_pieces
from portal.meetings.own import own_record
from portal.submissions.models import Submission
from portal.submissions.parties import counts_for
from portal.submissions.selectors import files_of
from portal.web.account.beside import notices_of, written_about
from portal.web.reports.bundle import log_entries
from portal.web.reports.gradescope import gradescope_report
from portal.web.reports.own_grades import data_of, rows_of
from portal.web.requests import SignedInRequest

PIECE = 256 * 1024
README = """# What is kept about you

- `profile.json`: your account. `tokens.json`: keys you made, without their secrets.
- `events.json`: what you did here, as the site's diary has it.
- `notices.json`: what you were told, and how you want to be told.
- `courses/COURSE/enrollment.json`: what you are in a course.
- `courses/COURSE/grades.json`, `grades.csv`: your released grades and how each came
  to be. What is not released is not here.
- `courses/COURSE/teams.json`: your extensions, your places in teams, invitations.
- `courses/COURSE/class.json`: sessions you were marked at, slots you took, and what
  you said of others in your team. What they said of you is for staff.
- `courses/COURSE/ASSIGNMENT/N/`: each submission with its receipt, its files byte for
  byte, and what was found and printed as far as you may know it. `people.json` is what
  graders wrote, once that is released, and your regrade requests with their answers;
  where nothing is handed in, it lies in `ASSIGNMENT/`.
"""


@login_required
@require_safe
def send(request: SignedInRequest) -> HttpResponseBase:
    """Send the archive; it is made while it is sent."""
    now = timezone.now()
    pieces = zip_pieces(entries_of(request.user, now=now), at=now)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def entries_of(person: User, *, now: datetime) -> Iterator[Entry]:
    """Yield every file of the archive, reading each only when its turn comes."""
    yield "README.md", [README.encode()]
    yield "profile.json", _json(_profile(person))
    yield "tokens.json", _json([_token(one) for one in visible_tokens(person)])
    yield "events.json", _json([_event(one) for one in events_by(person)])
    yield "notices.json", _json(notices_of(person, now=now))
    for enrollment in enrollments_of(person):
        course = enrollment.course
        folder = f"courses/{course.slug}-{course.term}".replace(" ", "-")
        yield f"{folder}/enrollment.json", _json(_enrollment(enrollment))
        if enrollment.role == Role.STUDENT:
            trail = course_trail(course, enrollment, is_staff=False, now=now)
            yield f"{folder}/grades.json", _json(data_of(trail))
            yield f"{folder}/grades.csv", [csv_bytes(rows_of(trail))]
            yield f"{folder}/class.json", _json(own_record(enrollment))
            yield f"{folder}/teams.json", _json(own_teams(enrollment, now=now))
        yield from _submissions(enrollment, folder, person, now)


def _submissions(
    enrollment: Enrollment, folder: str, person: User, now: datetime
) -> Iterator[Entry]:
    found = Submission.objects.filter(counts_for(enrollment)).select_related(
        "assignment__course", "version", "enrollment__user"
    )
    for one in found.order_by("assignment__slug", "number", "pk"):
        place = f"{folder}/{one.assignment.slug}"
        is_published = is_released(one.assignment, enrollment)
        if not one.is_from_desk:
            place = f"{place}/{one.number}"
            yield from _handed_in(one, place, person, is_published, now)
        written = written_about(one, person, is_published=is_published, now=now)
        if written:
            yield f"{place}/people.json", _json(written)


def _handed_in(
    one: Submission, place: str, person: User, is_published: bool, now: datetime
) -> Iterator[Entry]:
    yield f"{place}/receipt.json", _json(_receipt(one))
    report = visible_report(one, viewer=person, is_published=is_published, now=now)
    if report is not None:
        yield f"{place}/report.json", _json(gradescope_report(one, report))
    job = latest_job(one)
    for path, pieces in log_entries(job, viewer=person) if job else ():
        yield f"{place}/{path}", pieces
    for file in files_of(one):
        yield f"{place}/files/{file.path}", _stored(file.artifact.sha256)


def _profile(person: User) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "timezone": person.timezone,
        "joined_at": person.joined_at,
    }


def _token(token: Any) -> dict[str, Any]:
    names = "name prefix scopes created_at expires_at last_used_at revoked_at".split()
    return {name: getattr(token, name) for name in names}


def _event(event: Any) -> dict[str, Any]:
    return {"at": event.at, "what": event.verb, "to": event.object_kind}


def _enrollment(enrollment: Enrollment) -> dict[str, Any]:
    return {
        "course": enrollment.course.title,
        "term": enrollment.course.term,
        "role": enrollment.role,
        "section": enrollment.section.name if enrollment.section else None,
        "since": enrollment.enrolled_at,
        "is_active": enrollment.is_active,
        "time_multiplier": enrollment.time_multiplier,
    }


def _receipt(submission: Submission) -> dict[str, Any]:
    return {
        "receipt": submission.receipt,
        "digest": submission.digest,
        "received_at": submission.received_at,
        "is_late": submission.is_late,
        "handed_in_by": submission.enrollment.user.name,
        "version": submission.version.digest,
        "notes": submission.notes,
    }


def _json(value: Any) -> Iterable[bytes]:
    return [json.dumps(value, indent=2, ensure_ascii=False, default=str).encode()]


def _stored(sha256: str) -> Iterator[bytes]:
    with store.open_stored(sha256) as file:
        while piece := file.read(PIECE):
            yield piece
