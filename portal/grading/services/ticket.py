"""Wakes a pool: a message that may be lost, doubled or late without harm."""

import logging
import time
from functools import cache

from celery import Celery
from django.conf import settings
from django.db import transaction
from django.db.models import Min
from kombu.exceptions import OperationalError

from portal.grading.models import GradingJob
from portal.grading.states import JobState
from portal.lib.news import tell_on_commit

TASK = "graders.ticket"
REST_S = 5.0  # after a failure, so that a dead broker delays one hand-in, not each

logger = logging.getLogger(__name__)
_silent_until = 0.0


def ring_on_commit(job: GradingJob) -> None:
    """Send a ticket for ``job`` once the transaction has made it true."""
    pool, public_id = job.pool.name, str(job.public_id)
    transaction.on_commit(lambda: ring(pool, public_id), robust=True)
    tell_on_commit(topic_of(pool))


def topic_of(pool: str) -> str:
    """What runners that wait without a broker listen to."""
    return f"pool.{pool}"


def ring(pool: str, job_id: str) -> bool:
    """Send one ticket; say whether it went. Never raises: the sweep sends another."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    try:
        _sender(settings.CELERY_BROKER_URL).send_task(
            TASK, args=[job_id], queue=f"pool.{pool}", ignore_result=True, retry=False
        )
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + REST_S
        logger.warning("no ticket for pool %s: %s", pool, error)
        return False
    return True


def send_tickets() -> int:
    """Send one ticket to each pool where jobs wait; return how many went."""
    waiting = GradingJob.objects.filter(state=JobState.QUEUED)
    first = waiting.values("pool").annotate(first=Min("pk")).values("first")
    jobs = GradingJob.objects.filter(pk__in=first).order_by("pool__name")
    rows = jobs.values_list("pool__name", "public_id")
    return sum(ring(pool, str(public_id)) for pool, public_id in rows)


@cache
def _sender(broker_url: str) -> Celery:
    """A producer of our own: whoever imports this needs no running Celery app."""
    sender = Celery("portal.tickets", broker=broker_url, set_as_current=False)
    sender.config_from_object("django.conf:settings", namespace="CELERY")
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "max_retries": 0}
    sender.conf.update(broker_url=broker_url, broker_transport_options=options)
    return sender
