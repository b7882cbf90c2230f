"""The clock's entries exist under the names it calls, and do the whole way."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from portal.celery import app
from portal.gradebook.services import release
from portal.notifications import tasks
from portal.notifications.models import Notice
from tests.factories.grading import a_submission, an_assignment, grade


def test_whatever_the_clock_calls_is_there():
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks


@pytest.mark.django_db
def test_from_a_release_to_a_mail_with_nothing_but_the_clock(scene):
    now = timezone.now()
    item = an_assignment(scene.course, slug="now", title="Now")
    grade(a_submission(item, scene.alice, now=now), scene.runner, now=now)
    release(item, reason="Done.", actor=scene.tara, now=now)
    tasks.listen()
    tasks.look()
    tasks.hourly()
    tasks.watch_machines()
    Notice.objects.update(told_at=now - timedelta(minutes=2))
    tasks.deliver()
    assert [one.to for one in mail.outbox] == [
        ["alice@example.edu"],
        ["bob@example.edu"],
    ]
    assert "Your grade for “Now” is out." in mail.outbox[0].body
    tasks.deliver()
    assert len(mail.outbox) == 2
