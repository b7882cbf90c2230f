from datetime import timedelta

import pytest

from portal.courses.models import Role
from portal.meetings.own import own_record
from portal.meetings.services import (
    Opinion,
    Said,
    rate_team,
    take_place,
    take_register,
)
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import (
    a_peer_rating,
    a_presentation,
    a_session,
    a_slot,
    an_attendance,
)
from tests.factories.teams import a_team

pytestmark = pytest.mark.django_db


def test_students_take_their_own_and_not_what_others_said(
    django_assert_num_queries,
):
    course = a_course()
    alice, bob = an_enrollment(course, "Alice"), an_enrollment(course, "Bob")
    ines = an_enrollment(course, "Ines", Role.INSTRUCTOR).user
    for kind in ("absent", "late"):
        session = course.sessions.first() or a_session(course)
        take_register(
            an_attendance(course, slug=kind),
            session,
            {one.pk: Said(kind) for one in (alice, bob)},
            seen=0,
            actor=ines,
            now=NOON,
        )
    later = a_session(course, 2, NOON + timedelta(days=3))
    slot = a_slot(a_presentation(course), later)
    take_place(slot, actor=alice.user, now=NOON)
    rating = a_peer_rating(course)
    a_team(rating, alice, bob)
    for rater, rated in ((alice, bob), (bob, alice)):
        said = {rated.pk: Opinion(3, f"Of {rated.user.name}.")}
        rate_team(rating, rater, said, actor=rater.user, now=NOON)
    with django_assert_num_queries(3):
        found = own_record(alice)
    assert [one["mark"] for one in found["attendance"]] == ["absent", "late"]
    assert [one["role"] for one in found["places"]] == ["Presenter"]
    assert [one["sentence"] for one in found["ratings_given"]] == ["Of Bob."]
