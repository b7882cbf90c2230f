"""Listens for tickets, which only say: there may be work, go and claim it."""

import logging
import threading
from collections.abc import Sequence
from typing import Any

from celery import Celery, Task
from celery.exceptions import Reject
from celery.worker import WorkController, state

from graders.runner.claiming import Claimer
from graders.runner.stopping import Stop

TASK = "graders.ticket"

logger = logging.getLogger(__name__)


def listen(
    claimer: Claimer,
    stop: Stop,
    *,
    broker: str,
    pools: Sequence[str],
    name: str,
    poll_s: float,
) -> None:
    """Claim at every ticket and every ``poll_s``, until told to stop.

    A ticket is taken from the broker only when this runner is free, so a busy one
    leaves it to the others of its pool.
    """
    app = make_app(claimer, stop, broker=broker, pools=pools)
    poller = threading.Thread(
        target=_poll, args=(claimer, stop, poll_s), name="poll", daemon=True
    )
    worker = WorkController(
        app=app,
        hostname=f"{name}@runner",
        queues=[f"pool.{pool}" for pool in pools],
        # One thread, no fork: a job's own threads live in this process.
        pool_cls="solo",
        concurrency=1,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    stop.on_drain = _ask_worker_to_stop
    if not stop.is_draining:
        poller.start()
        worker.start()
    # The worker also ends when it breaks; that is an error unless we asked for it.
    if not stop.is_draining:
        logger.error("the ticket worker ended by itself")
        stop.drain(exit_code=1)
    while poller.is_alive():
        poller.join(0.2)


def make_app(
    claimer: Claimer, stop: Stop, *, broker: str, pools: Sequence[str]
) -> Celery:
    """A Celery app whose one task claims until there is nothing."""
    # No fixups: where DJANGO_SETTINGS_MODULE is set, Celery would load the portal.
    app = Celery("graders", broker=broker, set_as_current=False, fixups=[])
    first = f"pool.{pools[0]}"
    app.conf.update(
        accept_content=["json"],
        broker_connection_max_retries=None,
        broker_connection_retry_on_startup=True,
        # Named after the pool, so that the broker can confine us to its keys.
        broker_transport_options={
            "unacked_key": f"{first}.unacked",
            "unacked_index_key": f"{first}.unacked_index",
            "unacked_mutex_key": f"{first}.unacked_mutex",
        },
        task_acks_late=True,
        task_ignore_result=True,
        worker_enable_remote_control=False,
        worker_prefetch_multiplier=1,
        worker_send_task_events=False,
    )

    @app.task(name=TASK, bind=True)
    def ticket(task: "Task[Any, Any]", job_id: str = "", *_: object) -> None:
        if stop.is_draining:
            raise Reject("this runner is stopping", requeue=True)
        logger.info("ticket job=%s", job_id)
        claimer.claim_until_none()

    return app


def _poll(claimer: Claimer, stop: Stop, poll_s: float) -> None:
    """Look by ourselves now and then: a ticket, or the whole broker, may be lost."""
    while not stop.is_draining:
        claimer.claim_until_none()
        stop.pause(poll_s)


def _ask_worker_to_stop() -> None:
    setattr(state, "should_stop", 0)  # noqa: B010 - typed as never set
