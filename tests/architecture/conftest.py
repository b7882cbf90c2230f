"""A course with something of everything, and one of each kind of visitor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.assignments.services import invite_to_team
from portal.courses.models import Section
from portal.courses.services import make_code
from portal.grading.models import Regrade
from portal.marking.models import RegradeRequest
from portal.marking.papers import sealed
from portal.meetings.models import Mark
from portal.meetings.services import take_place
from tests.factories.alike import a_pair
from tests.factories.grading import (
    NOON,
    a_course,
    a_job,
    a_person,
    a_submission,
    an_assignment,
    an_enrollment,
)
from tests.factories.meetings import (
    a_peer_rating,
    a_presentation,
    a_session,
    a_slot,
    an_attendance,
)
from tests.factories.runners import a_runner
from tests.factories.stated import an_archive_lab
from tests.factories.teams import a_project, a_team

BOARD = {
    "title": "Board",
    "quality": "accuracy",
    "size": "size_bytes",
    "latency": "latency_ratio",
    "gate": "",
}


@pytest.fixture
def scene():
    """A course with a queued submission, and one of each kind of visitor."""
    course = a_course("w251")
    owner = an_enrollment(course, "alice")
    assignment = an_assignment(course, board=BOARD)
    submission = a_submission(assignment, owner)
    job = a_job(submission)
    project = a_project(course, due=None)
    team = a_team(project, owner)
    classmate = an_enrollment(course, "bob")
    archive = an_archive_lab(course, slug="borrowed")
    invite = invite_to_team(team, classmate, actor=owner.user, now=NOON)
    attending = an_attendance(course)
    mark = Mark.objects.create(
        assignment=attending,
        session=a_session(course),
        enrollment=owner,
        kind="present",
        author=owner.user,
        at=NOON,
    )
    soon = timezone.now() + timedelta(days=9)
    talk = a_presentation(course)
    slot = a_slot(talk, a_session(course, 2, soon))
    place = take_place(slot, actor=owner.user, now=NOON)
    people = {
        "nobody": None,
        "outsider": a_person("oscar"),
        "classmate": classmate.user,
        "owner": owner.user,
        "grader": an_enrollment(course, "tara", role="grader").user,
        "ops": a_person("omar", is_ops=True),
    }
    ids = {
        "course": course.public_id,
        "enrollment": owner.public_id,
        "gradebook": course.public_id,
        "assignment": assignment.public_id,
        "project": project.public_id,
        "archive": archive.public_id,
        "attending": attending.public_id,
        "unit": 1,
        "mark": mark.public_id,
        "rating": a_peer_rating(course).public_id,
        "talk": talk.public_id,
        "slot": slot.public_id,
        "place": place.public_id,
        "team": team.public_id,
        "invite": invite.public_id,
        "code": make_code(course, actor=owner.user, now=NOON).public_id,
        "section": Section.objects.create(course=course, name="A").pk,
        "comparison": (
            pair := a_pair(assignment, owner, classmate)
        ).comparison.public_id,
        "pair": pair.public_id,
        "job": job.public_id,
        "runner": a_runner("cpu-01").public_id,
        "submission": submission.public_id,
        "paper": sealed(submission.public_id, assignment),
        "regrade": Regrade.objects.create(
            assignment=assignment,
            version=assignment.published_version,
            reason="Why not.",
            author=owner.user,
            begun_at=NOON,
        ).public_id,
        "request": RegradeRequest.objects.create(
            submission=submission, opened_at=NOON
        ).public_id,
    }
    return people, ids
