"""What the portal's worker does for submissions, away from requests."""

from celery import shared_task

from portal.submissions import services


@shared_task(name="portal.submissions.render", ignore_result=True)
def render() -> None:
    """Every few seconds: make the pages of notebooks that came."""
    services.render_waiting()
