"""Empty papers of what nobody hands in: who has none yet, and which may still go."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from graders.spec.people import FOLLOWING
from portal.assessments.selectors import is_by_people
from portal.assignments.models import Assignment, Team, TeamMember
from portal.assignments.teams import team_size
from portal.courses.models import Enrollment
from portal.courses.selectors import students_of
from portal.submissions.models import Source, Submission, SubmissionMember


@dataclass(frozen=True)
class Wanting:
    """Who has no paper: ``alone``, together in ``teams``, or in one that has one."""

    alone: Sequence[Enrollment]
    teams: Sequence[tuple[Team, Sequence[Enrollment]]]
    joined: Sequence[tuple[Submission, Enrollment]]

    @property
    def papers(self) -> int:
        """Return how many papers there are to begin."""
        return len(self.alone) + len(self.teams)

    @property
    def people(self) -> int:
        """Return how many students have none."""
        return len(self.alone) + len(self.joined) + sum(len(p) for _, p in self.teams)


def has_blanks(assignment: Assignment) -> bool:
    """Say whether staff begin its papers: nothing is handed in, people judge it."""
    version = assignment.published_version
    if version is None or assignment.is_removed:
        return False
    spec = version.spec
    if spec["grade"]["family"] or spec["kind"] in FOLLOWING:
        return False
    return any(map(is_by_people, spec["checks"]))


def students_without(assignment: Assignment) -> QuerySet[Enrollment]:
    """Return the students who have nothing to be graded on, by name."""
    here = {"enrollment": OuterRef("pk")}
    alone = Submission.objects.filter(assignment=assignment, team=None, **here)
    named = SubmissionMember.objects.filter(submission__assignment=assignment, **here)
    return students_of(assignment.course).filter(~Exists(alone), ~Exists(named))


def wanting_in(assignment: Assignment) -> Wanting:
    """Return ``students_without`` as papers are begun; 1 query, 3 with teams."""
    without = list(students_without(assignment))
    if not without or not team_size(assignment).is_teamwork:
        return Wanting(without, (), ())
    return _by_team(assignment, without)


def empty_papers(assignment: Assignment) -> QuerySet[Submission]:
    """Return the papers staff began of which nobody has said anything yet."""
    rows = Submission.objects.filter(assignment=assignment, source=Source.DESK)
    return rows.filter(assessments=None, regrade_requests=None)


def papers_by_person(assignment: Assignment) -> dict[int, UUID]:
    """Return the public id of each person's empty paper, by enrollment; 1 query.

    None where names are hidden: nothing may say whose a paper is.
    """
    papers = Submission.objects.filter(assignment=assignment, source=Source.DESK)
    seen = papers.exclude(assignment__marking_plan__is_blind=True)
    rows = seen.values_list("team", "enrollment", "members__enrollment", "public_id")
    return {
        (member if team else alone): paper
        for team, alone, member, paper in rows
        if member or not team
    }


def _by_team(assignment: Assignment, without: Sequence[Enrollment]) -> Wanting:
    places = TeamMember.objects.filter(assignment=assignment, left_at=None)
    team_by = {one.enrollment_id: one.team for one in places.select_related("team")}
    papers = {
        one.team_id: one
        for one in Submission.objects.filter(assignment=assignment, source=Source.DESK)
    }
    alone, joined = [], []
    together: dict[Team, list[Enrollment]] = defaultdict(list)
    for one in without:
        team = team_by.get(one.pk)
        if team is None:
            alone.append(one)
        elif team.pk in papers:
            joined.append((papers[team.pk], one))
        else:
            together[team].append(one)
    return Wanting(alone, tuple(together.items()), joined)
