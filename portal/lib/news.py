"""Tells requests that wait, in every process of this site, that something moved on.

A message may be lost, doubled or late without harm: whoever waits looks for themselves,
at once when told and now and then when not. Where the broker is away nobody is told.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from typing import Any

import redis
from django.conf import settings
from django.db import transaction

CHANNEL = "assay.news"
REST_S = 5.0  # after a failure, so that a dead broker delays one request, not each
TIMEOUT_S = 1.0
KNOWN = ("redis://", "rediss://", "unix://")

logger = logging.getLogger(__name__)


def tell_on_commit(topic: str) -> None:
    """Say that ``topic`` changed, once the transaction has made it true."""
    transaction.on_commit(lambda: _mouth.tell(topic), robust=True)


@contextmanager
def hearing(*topics: str) -> Iterator[threading.Event]:
    """Yield what is set whenever one of ``topics`` is told; its waiter clears it."""
    with _ear.hears(topics) as bell:
        yield bell


def is_heard() -> bool:
    """Say whether a change would be heard now; who waits must look often if not."""
    return _ear.is_open


@cache
def client(broker_url: str) -> redis.Redis | None:
    """The broker as the Redis server that it is, or None where it is none."""
    url = broker_url.replace("redis+socket://", "unix://", 1)
    url = url.replace("virtual_host=", "db=", 1)
    if not url.startswith(KNOWN):
        return None
    return redis.Redis.from_url(url, socket_connect_timeout=TIMEOUT_S)


def _messages(server: redis.Redis) -> Iterator[dict[str, Any]]:
    """Yield what comes, first that we are subscribed."""
    with server.pubsub() as line:  # type: ignore[no-untyped-call]
        line.subscribe(CHANNEL)
        yield from line.listen()


class Mouth:
    """Sends; never raises and never waits long."""

    def __init__(self) -> None:
        self._silent_until = 0.0

    def tell(self, topic: str) -> None:
        server = client(settings.CELERY_BROKER_URL)
        if server is None or time.monotonic() < self._silent_until:
            return
        try:
            server.publish(CHANNEL, topic)
        except (redis.RedisError, OSError) as error:
            self._silent_until = time.monotonic() + REST_S
            logger.warning("nobody was told that something changed: %s", error)


class Ear:
    """One thread a process, begun when somebody first waits."""

    def __init__(self) -> None:
        self.is_open = False
        self._lock = threading.Lock()
        self._bells: dict[str, set[threading.Event]] = defaultdict(set)
        self._thread: threading.Thread | None = None

    @contextmanager
    def hears(self, topics: tuple[str, ...]) -> Iterator[threading.Event]:
        bell = threading.Event()
        with ExitStack() as cleanup:
            with self._lock:
                for topic in topics:
                    self._bells[topic].add(bell)
                    cleanup.callback(self._forget, topic, bell)
                self._begin()
            yield bell

    def _forget(self, topic: str, bell: threading.Event) -> None:
        with self._lock:
            self._bells[topic].discard(bell)
            if not self._bells[topic]:
                del self._bells[topic]

    def _begin(self) -> None:
        server = client(settings.CELERY_BROKER_URL)
        if server is None or (self._thread and self._thread.is_alive()):
            return
        self._thread = threading.Thread(
            target=self._listen, args=(server,), name="news", daemon=True
        )
        self._thread.start()

    def _listen(self, server: redis.Redis) -> None:
        while True:
            with suppress(redis.RedisError, OSError):
                for message in _messages(server):
                    # What came before the first one was missed, so everybody looks.
                    self.is_open = True
                    is_news = message["type"] == "message"
                    self._ring(message["data"].decode() if is_news else None)
            self.is_open = False
            time.sleep(REST_S)

    def _ring(self, topic: str | None) -> None:
        with self._lock:
            told = [*self._bells] if topic is None else [topic]
            for each in told:
                for bell in self._bells.get(each, ()):
                    bell.set()


_mouth, _ear = Mouth(), Ear()
