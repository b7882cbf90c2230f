"""The sweep: what time alone makes due."""

from celery import shared_task
from django.utils import timezone

from portal.grading import services


@shared_task(name="portal.grading.sweep", ignore_result=True)
def sweep() -> None:
    """Every ten seconds: end silent leases, let held jobs go, wake the pools."""
    now = timezone.now()
    services.expire_leases(now=now)
    services.release_held_jobs(now=now)
    services.send_tickets()
