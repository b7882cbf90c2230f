"""What the portal's worker does for comparisons, away from requests."""

from celery import shared_task
from django.utils import timezone

from portal.similarity import services


@shared_task(name="portal.similarity.compare", ignore_result=True)
def compare() -> None:
    """Every few seconds: make the comparison that waits longest, if none is made."""
    services.compare_waiting(now=timezone.now())
