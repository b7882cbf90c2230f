"""What was handed in, scored and dated: the candidates of each cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from portal.assignments.dates import DueDates
from portal.assignments.extensions import Extensions, personal
from portal.assignments.teams import latest
from portal.courses.models import Course, Enrollment
from portal.gradebook import policy
from portal.gradebook.policy import Candidate
from portal.gradebook.selectors.columns import Column
from portal.grading.lateness import days_late
from portal.submissions.models import Choice, Submission, SubmissionMember
from portal.submissions.parties import counts_for

Key = tuple[int, int]  # enrollment, assignment
OF_SUBMISSION = (
    "pk public_id enrollment_id team_id assignment_id number is_late received_at "
    "score__points score__pending_points"
).split()


@dataclass(frozen=True)
class Paper:
    """One submission with a score, as the database has it; ``team`` had its dates."""

    candidate: Candidate
    received_at: datetime
    lines: tuple[Mapping[str, object], ...] = ()
    team: tuple[Enrollment, ...] = ()


@dataclass(frozen=True)
class Work:
    """Every scored submission by cell, and the cells where anything came.

    ``chosen`` numbers the submissions that somebody chose, the newest choice highest.
    """

    papers: Mapping[Key, list[Paper]] = field(default_factory=dict)
    handed_in: frozenset[Key] = frozenset()
    chosen: Mapping[int, int] = field(default_factory=dict)
    is_shared: bool = False  # some of it came from teams


def work_in(course: Course, columns: Iterable[Column], only: Enrollment | None) -> Work:
    """Return the work of a course, or of one enrollment.

    1 query; one more where teams handed in, and one where students choose.
    """
    rows = Submission.objects.filter(assignment__course=course)
    if only is not None:
        rows = rows.filter(counts_for(only))
    work = work_of(rows, columns)
    if only is None or not work.is_shared:
        return work
    keep = {key: papers for key, papers in work.papers.items() if key[0] == only.pk}
    return replace(work, papers=keep)


def work_of(rows: QuerySet[Submission], columns: Iterable[Column]) -> Work:
    """Return ``rows`` as papers; the checks' lines only where a cap needs them."""
    listed = list(columns)
    names = list(OF_SUBMISSION)
    if any(column.caps for column in listed):
        names.append("score__lines")
    wanted = rows.filter(assignment__in=[c.assignment.pk for c in listed])
    found = list(wanted.values_list(*names))
    teams = _teams(wanted) if any(row[3] is not None for row in found) else {}
    return work_from(found, teams, _chosen(wanted, listed))


def work_from(
    rows: Iterable[Sequence[Any]],
    teams: Mapping[int, tuple[Enrollment, ...]],
    chosen: Mapping[int, int],
) -> Work:
    """Return the work that ``rows`` tell of, each as in OF_SUBMISSION; no query."""
    papers: dict[Key, list[Paper]] = defaultdict(list)
    handed_in = set()
    for row in rows:
        pk, public_id, who, team, what, number, late, received_at, *scored = row
        points, pending, *more = scored
        mates = teams.get(pk, ()) if team is not None else ()
        keys = [(mate.pk, what) for mate in mates] or [(who, what)]
        handed_in.update(keys)
        if points is None:
            continue
        one = Candidate(
            pk,
            public_id,
            number,
            points,
            pending,
            late,
            scored=points,
            marked=points,
        )
        paper = Paper(one, received_at, tuple(*more), mates)
        for key in keys:
            papers[key].append(paper)
    return Work(papers, frozenset(handed_in), chosen, bool(teams))


def _teams(rows: QuerySet[Submission]) -> dict[int, tuple[Enrollment, ...]]:
    """Return for whom each submission of a team counts; 1 query."""
    found: dict[int, tuple[Enrollment, ...]] = {}
    named = SubmissionMember.objects.filter(submission__in=rows.values("pk"))
    for one in named.select_related("enrollment"):
        found[one.submission_id] = (*found.get(one.submission_id, ()), one.enrollment)
    return found


def _chosen(rows: QuerySet[Submission], columns: Iterable[Column]) -> dict[int, int]:
    """Return the newest choice of each submission; 1 query if students choose."""
    where = [c.assignment.pk for c in columns if c.counts == "chosen"]
    if not where:
        return {}
    lines = Choice.objects.filter(
        submission__in=rows.filter(assignment__in=where).values("pk")
    )
    return dict(lines.order_by("pk").values_list("submission_id", "pk"))


def candidates_of(
    column: Column,
    enrollment: Enrollment,
    work: Work,
    given: Extensions,
    zone: ZoneInfo,
) -> list[Candidate]:
    """Return a cell's candidates: marked, capped, and with their days late.

    What the receipt called on time stays on time, whatever happens to the due date.
    """
    papers = work.papers.get((enrollment.pk, column.assignment.pk))
    if not papers:
        return []
    chosen = max((work.chosen.get(_key(paper), 0) for paper in papers), default=0)
    found = []
    for paper in papers:
        dated = paper.candidate
        if chosen and work.chosen.get(_key(paper)) == chosen:
            dated = replace(dated, is_chosen=True)
        if dated.is_late:
            due = _due(column, paper.team or (enrollment,), given)
            days = days_late(paper.received_at, due, column.lateness, zone)
            dated = replace(dated, is_late=days > 0, days_late=days)
        caps = column.caps_of(paper.lines) if column.caps else ()
        found.append(policy.worth(dated, column.rules, caps))
    return found


def dates_of(column: Column, enrollment: Enrollment, given: Extensions) -> DueDates:
    """Return when the column opens and closes for this person; no query."""
    return personal(column.dates, column.assignment.pk, enrollment, given)


def _due(
    column: Column, people: Iterable[Enrollment], given: Extensions
) -> datetime | None:
    """Return when it was due for them: of a team, for who has the most time."""
    return latest(dates_of(column, one, given) for one in people).due


def _key(paper: Paper) -> int:
    return paper.candidate.submission_id
