"""Changes a rubric for everybody at once, having shown what that does."""

from datetime import datetime
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.assessments.services import change_rubric
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.grading.services import keep_score
from portal.marking.rubrics import Preview, preview_of
from portal.marking.services.staff import refuse_graders


@transaction.atomic
def apply_rubric(
    assignment: Assignment,
    file: str,
    content: dict[str, Any] | None,
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> Preview:
    """Let ``content`` hold (None: the file's own) and compute every score anew.

    Nothing is run, nothing that was chosen changes; return what it did.
    """
    refuse_graders(actor, assignment.course)
    done = preview_of(assignment, file, content, now=now)
    change_rubric(assignment, file, content, reason=reason, actor=actor, now=now)
    for submission in done.submissions:
        keep_score(submission, now=now)
    audit.record(
        "rubric.applied",
        assignment,
        actor=actor,
        now=now,
        file=file,
        changed=len(done.effects),
        waiting=done.waiting,
        same=done.same,
    )
    return done
