"""Carries along what staff set beside an assignment: rubrics, plan, kept comments."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assessments.selectors import editions_of
from portal.assessments.services import change_rubric
from portal.assignments.models import Assignment
from portal.marking.models import Phrase, Plan
from portal.marking.services import keep_phrase, set_plan
from portal.similarity.models import Threshold
from portal.similarity.services import set_threshold


@transaction.atomic
def carry_grading(
    source: Assignment, copy: Assignment, *, actor: User, now: datetime
) -> None:
    """Let ``copy`` be graded as ``source`` is now; ``actor`` instructs both.

    Nothing that was said of anybody's work comes along.
    """
    term = source.course.term
    for file, content in editions_of(source).items():
        change_rubric(
            copy, file, content, reason=f"As in {term}.", actor=actor, now=now
        )
    plan = Plan.objects.filter(assignment=source).first()
    if plan is not None:
        set_plan(
            copy,
            is_blind=plan.is_blind,
            regrade_days=plan.regrade_days,
            actor=actor,
            now=now,
        )
    for phrase in Phrase.objects.filter(assignment=source, is_removed=False):
        keep_phrase(copy, phrase.text, actor=actor, now=now)
    threshold = Threshold.objects.filter(assignment=source).first()
    if threshold is not None:
        set_threshold(copy, threshold.percent, actor=actor, now=now)
