"""What students do with teams: make, join, invite, answer, leave."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment, Team, TeamInvite
from portal.assignments.services.placing import (
    end_place,
    end_team,
    make_team,
    place,
    refuse_if_full,
    refuse_if_placed,
    refuse_outsider,
)
from portal.assignments.teams import closes_to_students_at
from portal.audit import services as audit
from portal.courses.models import Enrollment, Role
from portal.courses.selectors import enrollment_of
from portal.lib.codes import as_stored
from portal.lib.errors import ConflictError, NotFoundError, RefusedError

Answer = TeamInvite.Answer


@transaction.atomic
def form_team(assignment: Assignment, *, name: str, actor: User, now: datetime) -> Team:
    """Make a team with ``actor`` in it; others join by its code or an invitation."""
    student = student_of(assignment, actor, now=now)
    team = make_team(assignment, name=name, actor=actor, now=now)
    place(team, student, actor=actor, now=now)
    return team


@transaction.atomic
def join_team(assignment: Assignment, *, code: str, actor: User, now: datetime) -> Team:
    """Put ``actor`` in the team of this code; what it handed in before stays as it is.

    An invitation to it counts as accepted.
    """
    student = student_of(assignment, actor, now=now)
    found = assignment.teams.filter(join_code=as_stored(code), dissolved_at=None)
    team = found.select_for_update().first()
    if team is None:
        raise NotFoundError("No team of this assignment has that code; ask for it.")
    _enter(team, student, actor=actor, now=now)
    return team


@transaction.atomic
def invite_to_team(
    team: Team, student: Enrollment, *, actor: User, now: datetime
) -> TeamInvite:
    """Offer ``student`` a place; they have it once they accept."""
    host = student_of(team.assignment, actor, now=now)
    refuse_outsider(team, host)
    _refuse_no_student(team.assignment, student)
    refuse_if_placed(student, team.assignment)
    refuse_if_full(team)
    try:
        with transaction.atomic():
            invite = TeamInvite.objects.create(
                team=team, enrollment=student, author=actor, at=now
            )
    except IntegrityError as error:
        raise ConflictError("They are invited to this team already.") from error
    audit.record("team.invited", team, actor=actor, now=now, to=str(student.public_id))
    return invite


@transaction.atomic
def answer_invite(
    invite: TeamInvite, *, accept: bool, actor: User, now: datetime
) -> None:
    """Take the place that was offered, or not."""
    if invite.enrollment.user_id != actor.pk:
        raise NotFoundError("There is no such invitation.")
    if accept:
        student = student_of(invite.team.assignment, actor, now=now)
        team = Team.objects.select_for_update().get(pk=invite.team_id)
        _close(invite, Answer.ACCEPTED, now=now)
        _enter(team, student, actor=actor, now=now)
    else:
        _close(invite, Answer.DECLINED, now=now)
        audit.record("team.declined", invite.team, actor=actor, now=now)


@transaction.atomic
def withdraw_invite(invite: TeamInvite, *, actor: User, now: datetime) -> None:
    """Take an offer back; any member may."""
    refuse_outsider(invite.team, student_of(invite.team.assignment, actor, now=now))
    _close(invite, Answer.WITHDRAWN, now=now)
    audit.record("team.invite_withdrawn", invite.team, actor=actor, now=now)


@transaction.atomic
def leave_team(team: Team, *, actor: User, now: datetime) -> None:
    """Take ``actor`` out; refused once the team has handed in. The last one ends it."""
    student = student_of(team.assignment, actor, now=now)
    team = Team.objects.select_for_update().get(pk=team.pk)
    refuse_outsider(team, student)
    if team.first_hand_in_at is not None:
        raise RefusedError(
            "Your team has handed in, so only the course's staff can take you out.",
            code="team_has_handed_in",
        )
    end_place(team, student, actor=actor, now=now)
    if not team.members.filter(left_at=None).exists():
        end_team(team, actor=actor, now=now)


@transaction.atomic
def note_first_hand_in(team: Team, *, now: datetime) -> None:
    """Remember that the team has handed in; does nothing the second time."""
    if team.first_hand_in_at is None:
        Team.objects.filter(pk=team.pk, first_hand_in_at=None).update(
            first_hand_in_at=now
        )
        team.first_hand_in_at = now


def student_of(assignment: Assignment, actor: User, *, now: datetime) -> Enrollment:
    """Return the actor as a student who may change teams now, or refuse."""
    enrollment = enrollment_of(actor, assignment.course)
    if enrollment is None:
        raise NotFoundError("There is no such assignment.")
    if enrollment.role != Role.STUDENT:
        raise RefusedError("Teams are of students; staff form them on their own page.")
    closed_at = closes_to_students_at(assignment, enrollment)
    if closed_at is not None and now > closed_at:
        raise RefusedError(
            "Hand-in has closed, so only the course's staff change teams now.",
            code="closed",
        )
    return enrollment


def _enter(team: Team, student: Enrollment, *, actor: User, now: datetime) -> None:
    if team.dissolved_at is not None:
        raise ConflictError(f"The team {team.name} is dissolved.")
    refuse_if_placed(student, team.assignment)
    refuse_if_full(team)
    place(team, student, actor=actor, now=now)
    team.invites.filter(enrollment=student, answer=Answer.OPEN).update(
        answer=Answer.ACCEPTED, answered_at=now
    )


def _close(invite: TeamInvite, answer: str, *, now: datetime) -> None:
    still_open = TeamInvite.objects.filter(pk=invite.pk, answer=Answer.OPEN)
    if not still_open.update(answer=answer, answered_at=now):
        raise ConflictError("This invitation is answered or taken back already.")


def _refuse_no_student(assignment: Assignment, student: Enrollment) -> None:
    is_here = student.is_active and student.role == Role.STUDENT
    if student.course_id != assignment.course_id or not is_here:
        raise NotFoundError("No student of this course has that address.")
