"""What students ask after the release, and what staff decide."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.grading.models import Score
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.marking.models import RegradeRequest, RequestMessage
from portal.marking.policy import window_ends
from portal.marking.released import released_at
from portal.marking.selectors.desk import plan_of
from portal.marking.services.staff import refuse_strangers
from portal.submissions.models import Submission
from portal.submissions.parties import is_own, reader_of

State = RegradeRequest.State
LONGEST = 4000


def open_request(
    submission: Submission,
    *,
    text: str,
    check_name: str = "",
    actor: User,
    now: datetime,
) -> RegradeRequest:
    """Ask that people look again; only its author, only while the window is open."""
    if not is_own(submission, actor):
        raise NotFoundError("There is no such submission.")
    text = _fit(text)
    _refuse_closed(submission, actor, now)
    score = Score.objects.filter(submission=submission).first()
    names = [line["name"] for line in score.lines] if score else []
    if score is None or (check_name and check_name not in names):
        raise InvalidError(
            "There is nothing graded here that could be looked at again."
        )
    try:
        with transaction.atomic():
            request = RegradeRequest.objects.create(
                submission=submission,
                check_name=check_name,
                opened_at=now,
                points_before=score.points,
            )
            _say(request, text, actor=actor, now=now)
            audit.record(
                "regrade_request.opened",
                request,
                actor=actor,
                now=now,
                submission=str(submission.public_id),
                check=check_name,
            )
    except IntegrityError as error:
        raise ConflictError("A request about this is open already.") from error
    return request


@transaction.atomic
def reply(
    request: RegradeRequest, text: str, *, actor: User, now: datetime
) -> RequestMessage:
    """Add a message to an open request's thread: its author's, or the staff's."""
    _refuse_outsiders(request, actor)
    _lock_open(request)
    message = _say(request, _fit(text), actor=actor, now=now)
    audit.record("regrade_request.replied", request, actor=actor, now=now)
    return message


@transaction.atomic
def decide(
    request: RegradeRequest,
    *,
    is_accepted: bool,
    text: str,
    actor: User,
    now: datetime,
) -> None:
    """Accept or decline with a reason, which the student reads. Once."""
    refuse_strangers(actor, request.submission.assignment.course)
    text = _fit(text)
    _end(request, State.ACCEPTED if is_accepted else State.DECLINED, actor, now)
    _say(request, text, actor=actor, now=now)
    audit.record(f"regrade_request.{request.state}", request, actor=actor, now=now)


@transaction.atomic
def withdraw_request(request: RegradeRequest, *, actor: User, now: datetime) -> None:
    """Take one's own request back before it is decided."""
    if not is_own(request.submission, actor):
        raise NotFoundError("There is no such request.")
    _end(request, State.WITHDRAWN, actor, now)
    audit.record("regrade_request.withdrawn", request, actor=actor, now=now)


def _refuse_closed(submission: Submission, actor: User, now: datetime) -> None:
    assignment = submission.assignment
    since = released_at(assignment, reader_of(submission, actor))
    until = window_ends(since, plan_of(assignment).regrade_days)
    if until is None:
        raise ConflictError("A regrade can be asked for once grades are released.")
    if now > until:
        raise ConflictError("The time to ask for a regrade is over.")


def _refuse_outsiders(request: RegradeRequest, actor: User) -> None:
    course = request.submission.assignment.course
    if not is_staff_of(actor, course) and not is_own(request.submission, actor):
        raise NotFoundError("There is no such request.")


def _lock_open(request: RegradeRequest) -> None:
    rows = RegradeRequest.objects.filter(pk=request.pk, state=State.OPEN)
    if rows.select_for_update().first() is None:
        raise ConflictError("This request is closed; nothing can be added to it.")


def _end(
    request: RegradeRequest, state: RegradeRequest.State, actor: User, now: datetime
) -> None:
    won = RegradeRequest.objects.filter(pk=request.pk, state=State.OPEN).update(
        state=state, decided_by=actor, decided_at=now
    )
    if not won:
        raise ConflictError("Somebody has closed this request already.")
    request.refresh_from_db()


def _say(
    request: RegradeRequest, text: str, *, actor: User, now: datetime
) -> RequestMessage:
    return RequestMessage.objects.create(
        request=request, author=actor, text=text, at=now
    )


def _fit(text: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise InvalidError(f"Say why, in at most {LONGEST:,} characters.")
    return text
