"""What the clock does: listen, compare, remind, send. The database is the memory."""

from celery import shared_task
from django.utils import timezone

from portal.notifications import services


@shared_task(name="portal.notifications.listen", ignore_result=True)
def listen() -> None:
    """Every five seconds: tell on what is new in the diary."""
    services.listen(now=timezone.now())


@shared_task(name="portal.notifications.look", ignore_result=True)
def look() -> None:
    """Every minute: tell of grades that came out or changed."""
    services.look(now=timezone.now())


@shared_task(name="portal.notifications.deliver", ignore_result=True)
def deliver() -> None:
    """Every quarter of a minute: put news into envelopes, and send them."""
    now = timezone.now()
    services.pack(now=now)
    services.deliver(now=now)


@shared_task(name="portal.notifications.hourly", ignore_result=True)
def hourly() -> None:
    """Every hour: what is due in a day, the morning's mail, what time changed."""
    now = timezone.now()
    services.look(now=now, is_forced=True)
    services.remind(now=now)
    services.pack_daily(now=now)
    services.forget_old(now=now)


@shared_task(name="portal.notifications.watch_machines", ignore_result=True)
def watch_machines() -> None:
    """Every five minutes: whether a runner has fallen silent."""
    services.report_silent(now=timezone.now())
