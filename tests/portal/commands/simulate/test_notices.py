"""A made-up class has read and unread notices, and gets no mail."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from portal.commands.simulate.playing import simulate
from portal.notifications.models import Notice
from portal.notifications.services import deliver, listen, pack

pytestmark = pytest.mark.django_db
LATER = datetime(2023, 6, 1, tzinfo=UTC)


def test_the_last_days_of_a_term_were_told_and_nothing_is_mailed(small_course):
    played = simulate(small_course(), students=6, seed=1, until=None, now=LATER)
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert played.counts["notices"] == Notice.objects.count() > 0
    assert "released" in kinds or "graded" in kinds
    assert set(Notice.objects.values_list("channel", flat=True)) == {"portal"}
    before = Notice.objects.count()
    assert listen(now=LATER) == 0  # it was all told on, and is nobody's news now
    assert pack(now=LATER) == deliver(now=LATER) == 0
    assert Notice.objects.count() == before
    assert mail.outbox == []
