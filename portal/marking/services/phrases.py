"""Keeps comments that graders of an assignment want to use again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.marking.models import Phrase
from portal.marking.services.staff import refuse_strangers

LONGEST = 1000
MOST = 50


@transaction.atomic
def keep_phrase(
    assignment: Assignment, text: str, *, actor: User, now: datetime
) -> Phrase:
    """Keep ``text`` for every grader; the same again is the same one."""
    refuse_strangers(actor, assignment.course)
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise InvalidError(f"Keep a comment of at most {LONGEST:,} characters.")
    held = assignment.phrases.filter(is_removed=False)
    found = held.filter(text=text).first()
    if found is not None:
        return found
    if held.count() >= MOST:
        raise ConflictError(f"{MOST} comments are kept already; remove one first.")
    phrase = Phrase.objects.create(
        assignment=assignment, text=text, author=actor, at=now
    )
    audit.record("phrase.kept", phrase, actor=actor, now=now)
    return phrase


@transaction.atomic
def remove_phrase(
    assignment: Assignment, public_id: UUID | str, *, actor: User, now: datetime
) -> None:
    """Offer a comment no longer; what was said with it stays said."""
    refuse_strangers(actor, assignment.course)
    phrase = assignment.phrases.filter(public_id=public_id, is_removed=False).first()
    if phrase is None:
        raise NotFoundError("There is no such comment any more.")
    phrase.is_removed = True
    phrase.save(update_fields=["is_removed"])
    audit.record("phrase.removed", phrase, actor=actor, now=now)
