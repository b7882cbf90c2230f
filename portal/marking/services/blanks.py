"""Begins empty papers for what nobody hands in, and takes them back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.assignments.selectors import due_dates
from portal.audit import services as audit
from portal.grading.models import GradingJob
from portal.grading.services import forget, open_to_people
from portal.lib.errors import ConflictError
from portal.marking.selectors.blanks import (
    Wanting,
    empty_papers,
    has_blanks,
    wanting_in,
)
from portal.marking.services.staff import refuse_strangers
from portal.submissions.models import Submission
from portal.submissions.services import (
    Blank,
    delete_blanks,
    name_late,
    store_blanks,
)


@dataclass(frozen=True)
class Begun:
    """How many papers came, and how many people were named on one that was there."""

    papers: int
    joined: int


@transaction.atomic
def begin_papers(assignment: Assignment, *, actor: User, now: datetime) -> Begun:
    """Give every student, or team, without one an empty paper to be graded on.

    Again, it adds who came since. Of two who ask at once the second finds nothing to
    do. ConflictError where something is handed in, or nobody judges it.
    """
    refuse_strangers(actor, assignment.course)
    held = _hold(assignment)
    if not has_blanks(held):
        raise ConflictError(
            "Papers are begun where a published assignment has nothing to hand in "
            "and people give its points."
        )
    wanting = wanting_in(held)
    try:
        with transaction.atomic():
            papers = _store(held, wanting, actor=actor, now=now)
    except IntegrityError as error:
        raise ConflictError(
            "Somebody begins them at this moment; look again."
        ) from error
    joined = name_late(wanting.joined, actor=actor, now=now)
    open_to_people(papers, actor=actor, now=now)
    if papers or joined:
        audit.record(
            "papers.begun",
            assignment,
            actor=actor,
            now=now,
            papers=len(papers),
            joined=joined,
        )
    return Begun(len(papers), joined)


@transaction.atomic
def take_papers_back(assignment: Assignment, *, actor: User, now: datetime) -> int:
    """Remove the empty papers nobody has said anything of; return how many.

    One that is being graded at this moment stays: jobs are locked before it is asked.
    """
    refuse_strangers(actor, assignment.course)
    _hold(assignment)
    asked = empty_papers(assignment).values("pk")
    jobs = GradingJob.objects.filter(submission__in=asked).order_by("pk")
    list(jobs.select_for_update().values_list("pk", flat=True))
    papers = list(empty_papers(assignment).values_list("pk", flat=True))
    forget(papers)
    count = delete_blanks(papers, assignment)
    if count:
        audit.record(
            "papers.taken_back", assignment, actor=actor, now=now, papers=count
        )
    return count


def _hold(assignment: Assignment) -> Assignment:
    """Lock the assignment: one at a time gives papers out or takes them back."""
    rows = Assignment.objects.select_related("course", "published_version")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)


def _store(
    assignment: Assignment, wanting: Wanting, *, actor: User, now: datetime
) -> list[Submission]:
    version, due = assignment.published_version, due_dates(assignment).due
    if version is None:
        return []
    blanks = [Blank((one,)) for one in wanting.alone]
    blanks += [Blank(people, team) for team, people in wanting.teams]
    return store_blanks(
        version,
        blanks,
        received_at=now if due is None else min(now, due),
        actor=actor,
    )
