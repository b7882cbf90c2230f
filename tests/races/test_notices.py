"""Workers that listen, pack and send at the same moment tell and mail once."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail

from portal.audit.services import record
from portal.gradebook.services import release
from portal.notifications import services
from portal.notifications.models import Heard, Letter, Notice
from tests.factories.grading import (
    NOON,
    a_course,
    a_submission,
    an_assignment,
    an_enrollment,
)
from tests.races.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4
STUDENTS = 10
SOON = NOON + timedelta(minutes=2)


def test_four_workers_tell_everybody_once_and_send_one_mail_each():
    course = a_course()
    items = [an_assignment(course, slug=f"a{n}") for n in range(2)]
    people = [an_enrollment(course) for _ in range(STUDENTS)]
    tara = an_enrollment(course, "Tara", "instructor").user
    for item in items:
        release(item, reason="Done.", actor=tara, now=NOON)
        work = a_submission(item, people[0])
        record("marking.flagged", work, actor=people[0].user, now=NOON)
    everybody_does(services.listen, NOON)
    everybody_does(services.look, NOON)
    everybody_does(services.pack, SOON)
    everybody_does(deliver_all, SOON)
    assert Heard.objects.filter(is_failed=False).count() == 2
    told = Counter(Notice.objects.values_list("person", "kind"))
    assert all(told[one.user_id, "released"] == 2 for one in people)
    assert Notice.objects.filter(kind="second").count() == 2
    letters = Letter.objects.filter(person__in=[one.user_id for one in people])
    assert letters.count() == STUDENTS
    assert set(letters.values_list("state", flat=True)) == {"sent"}
    assert Counter(one.to[0] for one in mail.outbox) == Counter(
        one.user.email for one in people
    )


def everybody_does(step, now):
    found = at_once(*[partial(step, now=now)] * WORKERS)
    assert all(isinstance(one, int) for one in found), found


def deliver_all(now):
    """Go on round by round: on a busy machine one round ends before all is sent."""
    sent = 0
    while found := services.deliver(now=now):
        sent += found
    return sent
