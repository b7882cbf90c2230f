"""What the portal's worker does for people who grade, away from requests."""

from celery import shared_task
from django.utils import timezone

from portal.marking.services.legible import gather_waiting, prepare_waiting


@shared_task(name="portal.marking.prepare", ignore_result=True)
def prepare() -> None:
    """Every few seconds: read and draw what somebody waits for."""
    prepare_waiting()


@shared_task(name="portal.marking.gather", ignore_result=True)
def gather() -> None:
    """Every half a minute: ask for what will be graded by people."""
    gather_waiting(now=timezone.now())
