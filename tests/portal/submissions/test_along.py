"""What comes along with a submission is what is asked for otherwise."""

from datetime import timedelta

import pytest

from portal.assignments.models import Extension, Override
from portal.assignments.selectors import due_dates
from portal.assignments.services.teams import move_to_team
from portal.courses.models import Role, Section
from portal.submissions.access import get_submission
from portal.submissions.models import Submission
from portal.submissions.parties import (
    counting_for,
    dates_of,
    is_own,
    members_of,
    with_named,
)
from portal.submissions.selectors import (
    file_count,
    files_of,
    per_day_of,
    quota_beside,
    quota_of,
)
from tests.factories.grading import (
    NOON,
    a_course,
    an_assignment,
    an_enrollment,
    hand_in,
)
from tests.factories.teams import a_project, a_team

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=60)


@pytest.fixture
def course():
    return a_course()


@pytest.fixture
def staff(course):
    return an_enrollment(course, "Tara", role=Role.INSTRUCTOR)


def more_time(assignment, staff, days, **whom):
    return Extension.objects.create(
        assignment=assignment,
        until=NOON + timedelta(days=days),
        reason="Ill.",
        author=staff.user,
        at=NOON,
        **whom,
    )


def same(submission, viewer, django_assert_num_queries):
    """Compare what comes along with what the plain row says."""
    along = get_submission(viewer, submission.public_id)
    with django_assert_num_queries(0):
        people = members_of(along)
        found = (
            [(p.pk, p.user.name, p.section_id, p.is_active) for p in people],
            dates_of(along),
            quota_beside(along, now=NOON),
            file_count(along),
            due_dates(along.assignment),
            is_own(along, viewer),
        )
    plain = Submission.objects.get(pk=submission.pk)
    enrollment, team = plain.enrollment, plain.team
    assert found == (
        [(p.pk, p.user.name, p.section_id, p.is_active) for p in members_of(plain)],
        dates_of(plain),
        quota_of(
            plain.assignment,
            enrollment,
            team=team,
            per_day=per_day_of(plain),
            now=NOON,
        ),
        files_of(plain).count(),
        due_dates(plain.assignment),
        is_own(plain, viewer),
    )
    return found


def test_of_one_person(course, staff, django_assert_num_queries):
    section = Section.objects.create(course=course, name="A")
    alice, bo = an_enrollment(course, "Alice"), an_enrollment(course, "Bo")
    alice.section = section
    alice.time_multiplier = 1.5
    alice.save()
    work = an_assignment(course, slug="hw")
    one = hand_in(work, alice)
    hand_in(work, bo)
    before = same(one, alice.user, django_assert_num_queries)
    more_time(work, staff, 50, enrollment=bo)
    assert same(one, alice.user, django_assert_num_queries) == before
    more_time(work, staff, 60, section=section)
    Override.objects.create(
        assignment=work, field="title", value="New", reason="So.", at=NOON
    )
    after = same(one, alice.user, django_assert_num_queries)
    assert after[1].due == LATER and after[3] == 1
    assert same(one, staff.user, django_assert_num_queries)[:-1] == after[:-1]


def test_of_a_team_and_who_came_later(course, staff, django_assert_num_queries):
    alice, bo, cy, di = (
        an_enrollment(course, name) for name in "Alice Bo Cy Di".split()
    )
    project = a_project(course)
    team = a_team(project, bo, alice)
    one = hand_in(project, alice)
    move_to_team(team, cy, actor=staff.user, now=NOON)
    more_time(project, staff, 60, enrollment=bo)
    more_time(project, staff, 70, enrollment=di)
    for person in (alice, bo, cy):
        found = same(one, person.user, django_assert_num_queries)
        assert [name for _, name, *_ in found[0]] == ["Alice", "Bo"]
        assert found[1].due == LATER and found[-1]
    assert not same(one, staff.user, django_assert_num_queries)[-1]


def test_which_of_them_count_for_somebody(course, staff):
    alice, bo, cy = (an_enrollment(course, name) for name in "Alice Bo Cy".split())
    project = a_project(course)
    team = a_team(project, alice, bo)
    before = hand_in(project, alice)
    move_to_team(team, cy, actor=staff.user, now=NOON)
    after = hand_in(project, bo)
    for person, wanted in ((alice, {before, after}), (cy, {after})):
        rows = Submission.objects.order_by("pk")
        pks = {one.pk for one in wanted}
        assert counting_for(person, list(rows)) == pks
        assert counting_for(person, list(with_named(rows, person))) == pks
