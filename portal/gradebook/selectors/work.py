"""What was handed in, scored and dated: the candidates of each cell."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)

from portal.assignments.dates import DueDates
from portal.assignments.extensions import Extensions, personal
from portal.assignments.teams import latest
from portal.courses.models import Course, Enrollment
from portal.gradebook import policy
from portal.gradebook.policy import Candidate
from portal.gradebook.selectors.columns import Column
from portal.grading.lateness import days_late
from portal.lib.listing import listed
from portal.submissions.models import Choice, Submission, SubmissionMember
from portal.submissions.parties import counts_for

Key = tuple[int, int]  # enrollment, assignment
PK = 2  # where a submission begins, after its mates and its choice
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


def work_in(
    courses: Iterable[Course],
    columns: Iterable[Column],
    people: Sequence[Enrollment] | None,
) -> Work:
    """Return the work of some courses, or of these people in them; 1 query."""
    rows = Submission.objects.filter(assignment__course__in=courses)
    if people is not None:
        rows = rows.filter(counts_for(*people))
    return kept(work_of(rows, columns), people)


def work_of(rows: QuerySet[Submission], columns: Iterable[Column]) -> Work:
    """Return ``rows`` as papers, with teams and choices; 1 query.

    The checks' lines come along only where a cap needs them.
    """
    wanted = list(columns)
    names = list(OF_SUBMISSION)
    if any(column.caps for column in wanted):
        names.append("score__lines")
    rows = rows.filter(assignment__in=[c.assignment.pk for c in wanted])
    found = list(rows.values_list(_mates(), _choice(wanted), *names))
    everybody: dict[int, Enrollment] = {}
    teams = {row[PK]: _team(json.loads(row[0]), everybody) for row in found if row[0]}
    chosen = {row[PK]: row[1] for row in found if row[1] is not None}
    return work_from((row[PK:] for row in found), teams, chosen)


def kept(work: Work, people: Sequence[Enrollment] | None) -> Work:
    """Return the work without what came to others by a team; no query."""
    if people is None or not work.is_shared:
        return work
    here = {one.pk for one in people}
    papers = {key: found for key, found in work.papers.items() if key[0] in here}
    return replace(work, papers=papers)


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


def _mates() -> Case:
    """Return for whom a submission of a team counts; null without a team.

    As the text of JSON: few have one, and a converter would look at every row.
    """
    rows = SubmissionMember.objects.filter(submission=OuterRef("pk"))
    mates = listed(
        rows,
        "submission",
        pk="enrollment",
        section_id="enrollment__section",
        time_multiplier="enrollment__time_multiplier",
    )
    return Case(When(team__isnull=False, then=mates), output_field=TextField())


def _team(
    mates: Iterable[Mapping[str, Any]], everybody: dict[int, Enrollment]
) -> tuple[Enrollment, ...]:
    """Return a team's people with what moves their due dates, and nothing else."""
    for one in mates:
        if one["pk"] not in everybody:
            everybody[one["pk"]] = Enrollment(**one)
    return tuple(everybody[one["pk"]] for one in mates)


def _choice(columns: Iterable[Column]) -> Case | Value:
    """Return the newest choice of a submission; null where students choose none."""
    where = [c.assignment.pk for c in columns if c.counts == "chosen"]
    if not where:
        return Value(None, output_field=IntegerField())
    lines = Choice.objects.filter(submission=OuterRef("pk")).order_by("-pk")
    newest = Subquery(lines.values("pk")[:1])
    return Case(When(assignment__in=where, then=newest))


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
